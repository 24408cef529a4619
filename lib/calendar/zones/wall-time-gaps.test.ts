import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, wallMs } from '../day'
import { clockChanges } from './clock'
import { instantAt, isSkipped, offsetsAround, wallAt } from './wall-time'
import { zonedInstants } from './zone.test.temporal'

describe('isSkipped', () => {
  it('returns true exactly for wall times that differ from those of their instant', () => {
    fc.assert(
      fc.property(zonedInstants, ({ zone, instant: wall }) => {
        expect(isSkipped(wall, zone)).toBe(wallAt(instantAt(wall, zone), zone) !== wall)
      }),
      { numRuns: 2000 },
    )
  })

  it('finds skipped times in distant years', () => {
    const days = Array.from({ length: 7 }, (_, index) => wallMs('9026-03-08T02:30:00') + index * DAY)
    const skipped = days.filter((wall) => isSkipped(wall, 'America/New_York'))
    expect(skipped.map((wall) => new Date(wall).getUTCDay())).toEqual([0])
  })
})

describe('offsetsAround', () => {
  it('returns the minimum and maximum offset of the two days before and after', () => {
    fc.assert(
      fc.property(zonedInstants, ({ zone, instant }) => {
        const { min, max } = offsetsAround(instant, zone)
        const { first, changes } = clockChanges(zone, instant - 2 * DAY + 1, instant + 2 * DAY)
        const offsets = [first, ...changes.map(({ offset }) => offset)]
        expect([min, max]).toEqual([Math.min(...offsets), Math.max(...offsets)])
      }),
      { numRuns: 500 },
    )
  })

  it('returns equal offsets if there is no change', () => {
    expect(offsetsAround(Date.parse('2026-07-01T00:00Z'), 'Europe/Berlin')).toEqual({
      min: 2 * HOUR,
      max: 2 * HOUR,
    })
    expect(offsetsAround(Date.parse('2026-03-29T00:00Z'), 'Europe/Berlin')).toEqual({
      min: HOUR,
      max: 2 * HOUR,
    })
  })
})
