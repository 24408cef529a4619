import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_LIMITS, hiddenBlocks, isHidden } from './column-limits'
import { DAY, HOUR, MINUTE } from './day'
import { layoutDay } from './hours'
import type { Item } from './tuple'

const DAY_NUMBER = 20_000

describe('hiddenBlocks', () => {
  it('hides all but the first two of eight simultaneous events at a limit of two', () => {
    const blocks = layoutDay(
      Array.from({ length: 8 }, () => item(9 * 60, 60)),
      DAY_NUMBER,
    )
    expect(hiddenBlocks(blocks, 2)).toEqual([{ from: 540, to: 600, count: 6 }])
    expect(hiddenBlocks(blocks, 5)).toEqual([{ from: 540, to: 600, count: 3 }])
  })

  it('shows one event above the limit instead of "+1"', () => {
    const blocks = layoutDay([item(540, 60), item(540, 60), item(540, 60)], DAY_NUMBER)
    expect(hiddenBlocks(blocks, 2)).toEqual([])
  })

  it('counts two groups of hidden events beside one long event separately', () => {
    const crowd = (from: number) => Array.from({ length: 3 }, () => item(from, 60))
    const blocks = layoutDay([item(480, 600), ...crowd(540), ...crowd(840)], DAY_NUMBER)
    expect(hiddenBlocks(blocks, 2)).toEqual([
      { from: 540, to: 600, count: 2 },
      { from: 840, to: 900, count: 2 },
    ])
  })

  it('shows or counts every event', () => {
    const items = fc.array(fc.record({ from: fc.nat(1380), length: fc.integer({ min: 5, max: 400 }) }), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(items, fc.constantFrom(...COLUMN_LIMITS), (list, limit) => {
        const blocks = layoutDay(
          list.map(({ from, length }) => item(from, length)),
          DAY_NUMBER,
        )
        const drawn = blocks.filter((block) => !isHidden(block, limit))
        const counted = hiddenBlocks(blocks, limit).reduce((sum, { count }) => sum + count, 0)
        expect(drawn.length + counted).toBe(blocks.length)
        for (const { column, columns } of drawn) if (columns > limit + 1) expect(column).toBeLessThan(limit)
      }),
    )
  })
})

let ids = 0

/** Creates an event of the day, with times in minutes since midnight. */
function item(from: number, length: number): Item {
  const start = DAY_NUMBER * DAY + from * MINUTE
  const end = Math.min(start + length * MINUTE, (DAY_NUMBER + 1) * DAY - HOUR / 60)
  return { id: String(ids++), calendar: 0, title: 'A', color: 0, occurrence: 0, flags: 0, start, end }
}
