import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from './day'
import { itemsOfDay } from './item-order'
import { firstFreeLane, layoutWeek, type Segment } from './layout-week'
import { daysOf } from './month'
import { at, item, items, WEEK } from './month.test.items'
import { FLAG, type Item } from './tuple'

const COLUMNS = [0, 1, 2, 3, 4, 5, 6]

describe('layoutWeek', () => {
  it('shows a night shift as one bar over both days, above their timed events', () => {
    const shift = item({ id: 'shift', start: at('22:00'), end: at('31:00') })
    const breakfast = item({ id: 'breakfast', start: at('08:00') })
    const next = item({ id: 'next', start: at('32:00') })
    const { segments } = layoutWeek([breakfast, next, shift], WEEK, 3)
    expect(describeSegments(segments)).toEqual([
      'shift 0+2 lane 0',
      'breakfast 0+1 lane 1',
      'next 1+1 lane 1',
    ])
  })

  it('shows a night shift that began in the previous week on its last day', () => {
    const shift = item({ id: 'shift', start: WEEK * DAY - 2 * HOUR, end: WEEK * DAY + 7 * HOUR })
    const { segments } = layoutWeek([shift], WEEK, 3)
    expect(segments).toMatchObject([{ column: 0, columns: 1, continuesBefore: true, continuesAfter: false }])
  })

  it('places items in the same lanes as an exhaustive search', () => {
    assertProperty((_, list) => {
      const { segments } = layoutWeek(list, WEEK, Number.POSITIVE_INFINITY)
      const usedLanes: Set<number>[] = COLUMNS.map(() => new Set())
      for (const { column, columns, lane } of segments) {
        const days = usedLanes.slice(column, column + columns)
        let free = 0
        while (days.some((used) => used.has(free))) free++
        expect(lane).toBe(free)
        for (const used of days) used.add(lane)
      }
    })
  })

  it('finds a free lane without searching occupied ones', () => {
    let reads = 0
    const used = new Proxy<boolean[]>([], {
      get(target, name) {
        reads++
        return Reflect.get(target, name)
      },
    })
    const lanes = { used, firstFree: 0 }
    for (let count = 0; count < 2000; count++) used[firstFreeLane(lanes)] = true
    expect(lanes.firstFree).toBe(1999)
    expect(reads).toBeLessThan(3 * 2000)
  })

  it('places no overlapping segments in one lane', () => {
    assertProperty(({ segments }) => {
      for (const column of COLUMNS) {
        const lanes = segmentsOn(segments, column).map(({ lane }) => lane)
        expect(new Set(lanes).size).toBe(lanes.length)
      }
    })
  })

  it('keeps segments within the week and the lanes', () => {
    assertProperty(({ segments }, _, lanes) => {
      for (const { column, columns, lane } of segments) {
        expect(column).toBeGreaterThanOrEqual(0)
        expect(columns).toBeGreaterThanOrEqual(1)
        expect(column + columns).toBeLessThanOrEqual(7)
        expect(lane).toBeGreaterThanOrEqual(0)
        expect(lane).toBeLessThan(lanes)
      }
    })
  })

  it('shows each item at most once a week, on exactly the days that it touches', () => {
    assertProperty(({ segments }) => {
      expect(new Set(segments.map(({ item }) => item)).size).toBe(segments.length)
      for (const { item, column, columns, continuesBefore, continuesAfter } of segments) {
        const { first, last } = daysOf(item)
        expect(WEEK + column).toBe(Math.max(first, WEEK))
        expect(WEEK + column + columns - 1).toBe(Math.min(last, WEEK + 6))
        expect([continuesBefore, continuesAfter]).toEqual([first < WEEK, last > WEEK + 6])
      }
    })
  })

  it('shows each item on its day or counts it in "+N more"', () => {
    assertProperty(({ segments, more }, list) => {
      for (const column of COLUMNS) {
        expect(segmentsOn(segments, column).length + more[column]!).toBe(
          itemsOfDay(list, WEEK + column).length,
        )
      }
    })
  })

  it('shows "+N more" only on days with more items than lanes, or where a hidden item continues', () => {
    assertProperty(({ segments, more }, list, lanes) => {
      const all = layoutWeek(list, WEEK, 1000).segments
      const overflows = COLUMNS.map((column) => segmentsOn(all, column).some(({ lane }) => lane >= lanes))
      for (const column of COLUMNS) {
        const drawn = new Set(segmentsOn(segments, column).map(({ item }) => item))
        const hidden = segmentsOn(all, column).filter(({ item }) => !drawn.has(item))
        expect(more[column]).toBe(hidden.length)
        for (const { column: first, columns } of hidden) {
          expect(overflows.slice(first, first + columns)).toContain(true)
        }
        if (overflows[column]) expect(more[column]).toBeGreaterThan(0)
      }
    })
  })

  it('reserves the last lane for "+N more"', () => {
    assertProperty(({ segments, more }, _, lanes) => {
      for (const column of COLUMNS) {
        if (more[column])
          for (const { lane } of segmentsOn(segments, column)) expect(lane).toBeLessThan(lanes - 1)
      }
    })
  })

  it('hides nothing if all items fit', () => {
    assertProperty(({ segments, more }, list) => {
      const { segments: all, more: none } = layoutWeek(list, WEEK, list.length)
      expect(none).toEqual([0, 0, 0, 0, 0, 0, 0])
      expect(all.length).toBeGreaterThanOrEqual(segments.length)
      if (more.every((count) => count === 0)) expect(segments).toEqual(all)
    })
  })

  it('lays out items independently of their order, and does not change it', () => {
    const shuffled = fc
      .array(items, { maxLength: 12 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })))
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 5 }), ([list, other], lanes) => {
        const before = [...other]
        expect(layoutWeek(other, WEEK, lanes)).toEqual(layoutWeek(list, WEEK, lanes))
        expect(other).toEqual(before)
      }),
    )
  })

  it('orders equal busy times of two calendars by calendar', () => {
    const [a, b] = [0, 1].map((calendar) => ({ ...item({ id: 0, title: '', start: at('09:00') }), calendar }))
    expect(layoutWeek([b!, a!], WEEK, 3)).toEqual(layoutWeek([a!, b!], WEEK, 3))
  })

  it('places bars above timed events, the longer first, and keeps a bar in one lane', () => {
    const bar = (id: string, first: number, last: number) =>
      item({ id, start: (WEEK + first) * DAY, end: (WEEK + last + 1) * DAY, flags: FLAG.allDay })
    const early = item({ id: 'early', start: at('06:00'), end: at('07:00') })
    const late = item({ id: 'late', start: at('20:00'), end: at('21:00') })
    const week = layoutWeek(
      [late, early, bar('short', 0, 0), bar('long', 0, 4), bar('middle', 1, 2)],
      WEEK,
      9,
    )
    expect(describeSegments(week.segments)).toEqual([
      'long 0+5 lane 0',
      'short 0+1 lane 1',
      'middle 1+2 lane 1',
      'early 0+1 lane 2',
      'late 0+1 lane 3',
    ])
  })

  it('reuses the lane of a bar after its end', () => {
    const bar = (id: string, first: number, last: number) =>
      item({ id, start: (WEEK + first) * DAY, end: (WEEK + last + 1) * DAY, flags: FLAG.allDay })
    const { segments } = layoutWeek([bar('a', -3, 1), bar('b', 0, 3), bar('c', 2, 9)], WEEK, 9)
    expect(describeSegments(segments)).toEqual(['a 0+2 lane 0', 'b 0+4 lane 1', 'c 2+5 lane 0'])
    expect(segments.map(({ continuesBefore, continuesAfter }) => [continuesBefore, continuesAfter])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ])
  })

  it('shows all items if they just fit, and uses the last lane for "+N more" otherwise', () => {
    const hours = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        item({ id: String(index), start: at('09:00') + index * HOUR }),
      )
    expect(layoutWeek(hours(3), WEEK, 3)).toMatchObject({
      segments: [{}, {}, {}],
      more: [0, 0, 0, 0, 0, 0, 0],
    })
    const over = layoutWeek(hours(4), WEEK, 3)
    expect(describeSegments(over.segments)).toEqual(['0 0+1 lane 0', '1 0+1 lane 1'])
    expect(over.more).toEqual([2, 0, 0, 0, 0, 0, 0])
  })

  it('counts all items if there are no lanes', () => {
    expect(layoutWeek([item({}), item({ id: 'b' })], WEEK, 0)).toEqual({
      segments: [],
      more: [2, 0, 0, 0, 0, 0, 0],
    })
  })

  it('excludes items that end when the week starts, or start when it ends', () => {
    const before = item({ start: (WEEK - 1) * DAY, end: WEEK * DAY, flags: FLAG.allDay })
    const evening = item({ start: WEEK * DAY - HOUR, end: WEEK * DAY })
    const after = item({ start: (WEEK + 7) * DAY, end: (WEEK + 8) * DAY, flags: FLAG.allDay })
    expect(layoutWeek([before, evening, after], WEEK, 3).segments).toEqual([])
  })
})

function segmentsOn(segments: readonly Segment[], column: number): Segment[] {
  return segments.filter((segment) => segment.column <= column && column < segment.column + segment.columns)
}

function describeSegments(segments: readonly Segment[]): string[] {
  return segments.map(({ item, column, columns, lane }) => `${item.id} ${column}+${columns} lane ${lane}`)
}

/** Asserts a property of weeks with up to thirty items and any number of lanes. */
function assertProperty(
  rule: (week: ReturnType<typeof layoutWeek>, list: Item[], lanes: number) => void,
): void {
  fc.assert(
    fc.property(fc.array(items, { maxLength: 30 }), fc.nat(8), (list, lanes) => {
      rule(layoutWeek(list, WEEK, lanes), list, lanes)
    }),
  )
}
