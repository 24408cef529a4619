import { MONTH } from './seed.mjs'
import { alternate, median, ratioOf } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Month page of users with few and many events'

export async function run(bench) {
  const { small, large, repeating } = bench.seeded
  const { url } = await bench.kinday()
  const baselineUrl = (await bench.baseline()).url
  const client = await bench.client()
  const side = (target, headers) => (time) =>
    client.ask({ url: target, connections: 1, ms: time, headers: [headers] })
  const [many, few, series, hello] = await alternate(
    { ...bench.slices, ms: bench.slices.ms / 2 },
    side(url + MONTH, { cookie: large.cookie }),
    side(url + MONTH, { cookie: small.cookie }),
    side(url + MONTH, { cookie: repeating.cookie }),
    side(`${baselineUrl}/month?calendars=${large.calendars}`, {}),
  )
  const [p50, fewP50, seriesP50, baselineP50] = [many, few, series, hello].map((slices) =>
    slices.map((slice) => slice.p50),
  )
  const ratio = ratioOf(p50, fewP50)
  return [
    {
      what: 'month page, user with 100k events, p50',
      kinday: ms(median(p50)),
      baseline: ms(median(baselineP50)),
      ratio: ratioOf(p50, baselineP50),
      goal: '≤ 20 ms',
      met: median(p50) <= 20,
    },
    {
      what: '… compared with 1k events',
      kinday: ms(median(p50)),
      baseline: ms(median(fewP50)),
      ratio,
      goal: '≤ 1.1 ×',
      met: ratio <= 1.1,
    },
    {
      what: '… with 200 series, compared with none',
      kinday: ms(median(seriesP50)),
      baseline: ms(median(fewP50)),
      ratio: ratioOf(seriesP50, fewP50),
    },
  ]
}
