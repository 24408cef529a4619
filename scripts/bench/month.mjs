import { MONTH } from './seed.mjs'
import { alternate, median, ratioOf } from './stats.mjs'
import { ms, perSecond } from './table.mjs'

export const title = 'Month page under load'

/** Signed in, rights and all, against a page that asks nobody anything. */
export async function run(arena) {
  const rows = []
  for (const encoding of ['identity', 'gzip']) {
    const { middle } = arena.seeded
    const load = { connections: 16, client: await arena.client(), slices: arena.slices }
    const ours = (await arena.ours()).url + MONTH
    const floor = `${(await arena.floor()).url}/month?calendars=${middle.calendars}`
    const [a, b] = await race(load, ours, floor, { cookie: middle.cookie, 'accept-encoding': encoding })
    const ratio = ratioOf(a.rates, b.rates)
    rows.push({
      what: `month page, 16 connections, 10k events${encoding === 'gzip' ? ', gzipped' : ''}`,
      ours: `${perSecond(median(a.rates))}, p50 ${ms(median(a.p50))}`,
      floor: perSecond(median(b.rates)),
      ratio,
      goal: '≥ 1.6 × floor',
      met: ratio >= 1.6,
    })
  }
  return rows
}

/** Slices of ours and the floor in turn, under the same load. */
export async function race({ connections, client, slices }, ours, floor, headers) {
  const side = (url) => (time) => client.ask({ url, connections, ms: time, headers: [headers] })
  const results = await alternate(slices, side(ours), side(floor))
  return results.map((slicesOf) => ({
    rates: slicesOf.map((slice) => slice.perSecond),
    p50: slicesOf.map((slice) => slice.p50),
  }))
}
