import { createAction } from './action.mjs'
import { alternate, median, ratioOf } from './stats.mjs'
import { ms, perSecond } from './table.mjs'

export const title = 'Creating events'

/** Compares creating events by the server action with bare transactions that write the same rows. */
export async function run(bench) {
  const { writers } = bench.seeded
  const { url } = await bench.kinday()
  const client = await bench.client()
  const bare = bench.startClient('transactions.mjs')
  const rows = []
  for (const [connections, goal] of [
    [1, 0.26],
    [4, 0.35],
  ]) {
    const job = createAction(bench.distDir, url, writers)
    const [kinday, baseline] = await alternate(
      bench.slices,
      (time) => client.ask({ ...job, connections, ms: time }),
      (time) => bare.ask({ url: process.env.DATABASE_URL, writers, connections, ms: time }),
    )
    const rates = kinday.map((slice) => slice.perSecond)
    const baselineRates = baseline.map((slice) => slice.perSecond)
    const ratio = ratioOf(rates, baselineRates)
    rows.push({
      what: `create an event, ${connections === 1 ? '1 connection' : `${connections} connections, one calendar`}`,
      kinday: `${perSecond(median(rates))}, p50 ${ms(median(kinday.map((slice) => slice.p50)))}`,
      baseline: perSecond(median(baselineRates)),
      ratio,
      goal: `≥ ${goal} ×`,
      met: ratio >= goal,
    })
  }
  await bare.stop()
  return rows
}
