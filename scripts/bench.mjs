import { chooseRows } from './bench/options.mjs'
import { slicesOf } from './bench/stats.mjs'
import { printTable } from './bench/table.mjs'
import { say } from './launch/say.mjs'
import { runUntilStopped } from './launch/shutdown.mjs'

// `npm run bench`: Kinday's speed beside floors on the same machine. `npm run bench -- month create` runs those rows
// alone, `--quick` measures for a shorter time.
await runUntilStopped(async (onClose) => {
  const { scenarios, quick } = await chooseRows(process.argv.slice(2))
  const arena = await openArenaFor(scenarios, { quick, onClose })
  const rows = []
  for (const { title, run } of scenarios) {
    say(`${title}…`)
    rows.push(...(await run(arena)))
  }
  printTable(rows, arena)
  return 0
})

/** What is measured without server or database is not made to wait for them. */
async function openArenaFor(scenarios, { quick, onClose }) {
  if (scenarios.every(({ alone }) => alone)) return { quick, onClose, slices: slicesOf(quick), skipped: [] }
  const { openArena } = await import('./bench/arena.mjs')
  return openArena({ quick, onClose })
}
