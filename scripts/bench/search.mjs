import { alternate, median, ratioOf } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Searching few and many events'

/**
 * A word that a ninth of all have in their title, one that all have as their place, one misspelled, one of nobody's.
 */
const WORDS = { 'in a ninth': 'football', 'in all': 'music', misspelled: 'fotball', 'in none': 'qqqqqqq' }

export async function run(arena) {
  const { small, large } = arena.seeded
  const { url } = await arena.ours()
  const client = await arena.client()
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
  for (const [which, word] of Object.entries(WORDS)) {
    const slices = { ...arena.slices, ms: arena.slices.ms / 4 }
    const [many, few] = await alternate(slices, side(word, large), side(word, small))
    const [p50, fewP50] = [many, few].map((all) => median(all.map((slice) => slice.p50)))
    rows.push({
      what: `search among 100k events, p50: ${which}`,
      ours: ms(p50),
      floor: `${ms(fewP50)} (1k)`,
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
