import { MONTH } from './seed.mjs'
import { alternate, median, ratioOf } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'One month page among few and many events'

export async function run(arena) {
  const { small, large, repeating } = arena.seeded
  const { url } = await arena.ours()
  const floorUrl = (await arena.floor()).url
  const client = await arena.client()
  const side = (target, headers) => (time) =>
    client.ask({ url: target, connections: 1, ms: time, headers: [headers] })
  const [many, few, series, hello] = await alternate(
    { ...arena.slices, ms: arena.slices.ms / 2 },
    side(url + MONTH, { cookie: large.cookie }),
    side(url + MONTH, { cookie: small.cookie }),
    side(url + MONTH, { cookie: repeating.cookie }),
    side(`${floorUrl}/month?calendars=${large.calendars}`, {}),
  )
  const [p50, fewP50, seriesP50, floorP50] = [many, few, series, hello].map((slices) =>
    slices.map((slice) => slice.p50),
  )
  const ratio = ratioOf(p50, fewP50)
  return [
    {
      what: 'one month page among 100k events, p50',
      ours: ms(median(p50)),
      floor: ms(median(floorP50)),
      ratio: ratioOf(p50, floorP50),
      goal: '≤ 20 ms',
      met: median(p50) <= 20,
    },
    {
      what: '… against among 1k events',
      ours: ms(median(p50)),
      floor: ms(median(fewP50)),
      ratio,
      goal: '≤ 1.1 ×',
      met: ratio <= 1.1,
    },
    {
      what: '… with 200 series, against without',
      ours: ms(median(seriesP50)),
      floor: ms(median(fewP50)),
      ratio: ratioOf(seriesP50, fewP50),
    },
  ]
}
