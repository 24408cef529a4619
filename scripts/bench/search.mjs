import { alternate, median, ratioOf } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Searching few and many events'

/**
 * Words that are in the titles of a ninth of the events, in all locations, misspelled, and in no event.
 */
const WORDS = {
  'common title': 'football',
  'every location': 'music',
  misspelled: 'fotball',
  'no match': 'qqqqqqq',
}

export async function run(bench) {
  const { small, large } = bench.seeded
  const { url } = await bench.kinday()
  const client = await bench.client()
  const side =
    (word, { cookie }) =>
    (time) =>
      client.ask({
        url: `${url}/api/view/search?q=${encodeURIComponent(word)}`,
        connections: 1,
        ms: time,
        headers: [{ cookie }],
      })
  const rows = []
  for (const [label, word] of Object.entries(WORDS)) {
    const slices = { ...bench.slices, ms: bench.slices.ms / 4 }
    const [many, few] = await alternate(slices, side(word, large), side(word, small))
    const [p50, fewP50] = [many, few].map((all) => median(all.map((slice) => slice.p50)))
    rows.push({
      what: `search among 100k events, p50: ${label}`,
      kinday: ms(p50),
      baseline: `${ms(fewP50)} (1k)`,
      ratio: ratioOf(
        many.map((slice) => slice.p50),
        few.map((slice) => slice.p50),
      ),
      goal: '≤ 60 ms',
      met: p50 <= 60,
    })
  }
  return rows
}
