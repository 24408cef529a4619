import { startClient } from './children.mjs'
import { alternate, median, ratioOf } from './stats.mjs'
import { perSecond } from './table.mjs'

export const title = 'Expanding series'

/** It needs neither server nor database. */
export const alone = true

/** The engine in a process of its own, against the best known library for the same rules. */
export async function run({ slices }) {
  const client = startClient('expand.mjs', { typescript: true })
  const side = (what, zoned) => (ms) => client.ask({ what, zoned, ms })
  try {
    const rows = []
    for (const zoned of [false, true]) {
      const [a, b] = await alternate(
        { ...slices, ms: slices.ms / 2 },
        side('ours', zoned),
        side('floor', zoned),
      )
      const least = zoned ? 100_000 : 200_000
      rows.push({
        what: zoned ? '… in eight zones' : 'expand 1,000 mixed rules, a month 5 years on',
        ours: `${perSecond(median(a))}`,
        floor: perSecond(median(b)),
        ratio: ratioOf(a, b),
        goal: `≥ ${least / 1000}k rules/s`,
        met: median(a) >= least,
      })
    }
    return rows
  } finally {
    await client.stop()
  }
}
