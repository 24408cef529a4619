import { MONTH } from './seed.mjs'
import { alternate, median, ratioOf } from './stats.mjs'
import { ms, perSecond } from './table.mjs'

export const title = 'Month page under load'

/** Compares the month page with a naive page of the same events, without session and permissions. */
export async function run(bench) {
  const rows = []
  for (const encoding of ['identity', 'gzip']) {
    const { middle } = bench.seeded
    const load = { connections: 16, client: await bench.client(), slices: bench.slices }
    const kinday = (await bench.kinday()).url + MONTH
    const baseline = `${(await bench.baseline()).url}/month?calendars=${middle.calendars}`
    const [a, b] = await race(load, kinday, baseline, { cookie: middle.cookie, 'accept-encoding': encoding })
    const ratio = ratioOf(a.rates, b.rates)
    rows.push({
      what: `month page, 16 connections, 10k events${encoding === 'gzip' ? ', gzipped' : ''}`,
      kinday: `${perSecond(median(a.rates))}, p50 ${ms(median(a.p50))}`,
      baseline: perSecond(median(b.rates)),
      ratio,
      goal: '≥ 1.6 ×',
      met: ratio >= 1.6,
    })
  }
  return rows
}

/** Measures two pages alternately under the same load. */
export async function race({ connections, client, slices }, kinday, baseline, headers) {
  const side = (url) => (time) => client.ask({ url, connections, ms: time, headers: [headers] })
  const results = await alternate(slices, side(kinday), side(baseline))
  return results.map((measured) => ({
    rates: measured.map((slice) => slice.perSecond),
    p50: measured.map((slice) => slice.p50),
  }))
}
