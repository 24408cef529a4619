import { parseOptions } from './bench/options.mjs'
import { slicesOf } from './bench/stats.mjs'
import { printTable } from './bench/table.mjs'
import { say } from './launch/say.mjs'
import { runUntilStopped } from './launch/shutdown.mjs'

// `npm run bench` compares Kinday's speed with baselines on the same machine. `npm run bench -- month create` runs
// only these two scenarios; `--quick` measures for a shorter time.
await runUntilStopped(async (onClose) => {
  const { scenarios, quick } = await parseOptions(process.argv.slice(2))
  const bench = await openBenchFor(scenarios, { quick, onClose })
  const rows = []
  for (const { title, run } of scenarios) {
    say(`${title}…`)
    rows.push(...(await run(bench)))
  }
  printTable(rows, bench)
  return 0
})

/** Opens a benchmark. Starts servers and a database only if a scenario needs them. */
async function openBenchFor(scenarios, { quick, onClose }) {
  if (scenarios.every(({ alone }) => alone)) return { quick, onClose, slices: slicesOf(quick), skipped: [] }
  const { openBench } = await import('./bench/open-bench.mjs')
  return openBench({ quick, onClose })
}
