import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemsOfDay } from './item-order'
import { layoutWeek, type Segment } from './layout-week'
import { isBar } from './month'
import { items, WEEK } from './month.test.items'

function segmentsOn(segments: readonly Segment[], column: number): Segment[] {
  return segments.filter((segment) => segment.column <= column && column < segment.column + segment.columns)
}

describe('itemsOfDay', () => {
  it('returns the items of the grid on a day, bars first, for any input order', () => {
    fc.assert(
      fc.property(fc.array(items, { maxLength: 12 }), fc.nat(6), (list, column) => {
        const gridItems = segmentsOn(layoutWeek(list, WEEK, 1000).segments, column).map(({ item }) => item)
        const shown = itemsOfDay(list, WEEK + column)
        expect(new Set(shown)).toEqual(new Set(gridItems))
        expect(itemsOfDay([...list].reverse(), WEEK + column)).toEqual(shown)
        const bars = shown.map(isBar)
        expect(bars).toEqual([...bars].sort((a, b) => Number(b) - Number(a)))
      }),
    )
  })
})
