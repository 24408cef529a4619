import { startClient } from './children.mjs'
import { alternate, median, ratioOf } from './stats.mjs'
import { perSecond } from './table.mjs'

export const title = 'Expanding series'

/** Runs without server and database. */
export const alone = true

/** Compares the recurrence engine with rrule-temporal, in a process of its own. */
export async function run({ slices }) {
  const client = startClient('expand.mjs', { typescript: true })
  const side = (engine, zoned) => (ms) => client.ask({ engine, zoned, ms })
  try {
    const rows = []
    for (const zoned of [false, true]) {
      const [a, b] = await alternate(
        { ...slices, ms: slices.ms / 2 },
        side('kinday', zoned),
        side('baseline', zoned),
      )
      const minRate = zoned ? 100_000 : 200_000
      rows.push({
        what: zoned ? '… in eight zones' : 'expand 1,000 mixed rules, a month 5 years on',
        kinday: `${perSecond(median(a))}`,
        baseline: perSecond(median(b)),
        ratio: ratioOf(a, b),
        goal: `≥ ${minRate / 1000}k rules/s`,
        met: median(a) >= minRate,
      })
    }
    return rows
  } finally {
    await client.stop()
  }
}
