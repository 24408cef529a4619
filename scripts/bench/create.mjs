import { createAction } from './action.mjs'
import { alternate, median, ratioOf } from './stats.mjs'
import { ms, perSecond } from './table.mjs'

export const title = 'Creating events'

/** Through the server action as a browser calls it, against a transaction of the same rows and no more. */
export async function run(arena) {
  const { writers } = arena.seeded
  const { url } = await arena.ours()
  const client = await arena.client()
  const bare = arena.startClient('transactions.mjs')
  const rows = []
  for (const [connections, goal] of [
    [1, 0.26],
    [4, 0.35],
  ]) {
    const job = createAction(arena.distDir, url, writers)
    const [ours, floor] = await alternate(
      arena.slices,
      (time) => client.ask({ ...job, connections, ms: time }),
      (time) => bare.ask({ url: process.env.DATABASE_URL, writers, connections, ms: time }),
    )
    const rates = ours.map((slice) => slice.perSecond)
    const floorRates = floor.map((slice) => slice.perSecond)
    const ratio = ratioOf(rates, floorRates)
    rows.push({
      what: `create an event, ${connections === 1 ? '1 connection' : `${connections} connections, one calendar`}`,
      ours: `${perSecond(median(rates))}, p50 ${ms(median(ours.map((slice) => slice.p50)))}`,
      floor: perSecond(median(floorRates)),
      ratio,
      goal: `≥ ${goal} × floor`,
      met: ratio >= goal,
    })
  }
  await bare.stop()
  return rows
}
