import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, dayNumber, MINUTE, wallMs } from './day'
import {
  type Block,
  blockOf,
  initialScrollMinute,
  layoutDay,
  MIN_BLOCK_MINUTES,
  MINUTES_PER_DAY,
} from './hours'
import { isBar } from './month'
import { FLAG, type Item } from './tuple'
import { wallAt } from './zones/wall-time'

const TODAY = dayNumber('2026-11-18')

const item = (start: string, end: string, title = 'A', flags = 0): Item => ({
  ...{ id: title, calendar: 0, title, color: 0, occurrence: 0, flags },
  ...{ start: wallMs(`2026-11-${start}:00`), end: wallMs(`2026-11-${end}:00`) },
})

/** Generates an item in or near the day: a point, over midnight or several days, or with its end before its start. */
const anyItem: fc.Arbitrary<Item> = fc
  .record({
    minute: fc.oneof(fc.constantFrom(-60, 0, 540, 1435, 1440), fc.integer({ min: -1500, max: 2900 })),
    minutes: fc.oneof(fc.constantFrom(0, 5, 15, 30, 60, 1440), fc.integer({ min: -60, max: 2000 })),
    allDay: fc.boolean(),
    id: fc.option(fc.uuid(), { nil: 0 as const }),
    title: fc.constantFrom('', 'A', 'B'),
    calendar: fc.nat(3),
  })
  .map(({ minute, minutes, allDay, id, title, calendar }) => {
    const start = TODAY * DAY + minute * MINUTE
    const flags = allDay ? FLAG.allDay : 0
    return { id, calendar, title, color: 0, occurrence: 0, flags, start, end: start + minutes * MINUTE }
  })
const anyItems = fc.array(anyItem, { maxLength: 30 })

const columnsOf = ({ column, span }: Block) => Array.from({ length: span }, (_, index) => column + index)

describe('layoutDay', () => {
  it('places no overlapping blocks in one column of a day', () => {
    fc.assert(
      fc.property(anyItems, (list) => {
        const blocks = layoutDay(list, TODAY)
        for (const [index, a] of blocks.entries()) {
          for (const b of blocks.slice(index + 1)) {
            const isOverlap = a.from < b.to && b.from < a.to
            if (!isOverlap) continue
            expect(a.columns).toBe(b.columns)
            expect(columnsOf(a).filter((column) => columnsOf(b).includes(column))).toEqual([])
          }
        }
      }),
    )
  })

  it('keeps every block within the day and its columns, with the minimum height', () => {
    fc.assert(
      fc.property(anyItems, (list) => {
        for (const { from, to, column, columns, span } of layoutDay(list, TODAY)) {
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeLessThanOrEqual(MINUTES_PER_DAY)
          expect(to - from).toBeGreaterThanOrEqual(MIN_BLOCK_MINUTES)
          expect(column).toBeGreaterThanOrEqual(0)
          expect(span).toBeGreaterThanOrEqual(1)
          expect(column + span).toBeLessThanOrEqual(columns)
        }
      }),
    )
  })

  it('lays out each timed item of the day once, and no bars', () => {
    fc.assert(
      fc.property(anyItems, (list) => {
        const drawn = layoutDay(list, TODAY).map(({ item }) => item)
        const touching = list.filter((item) => {
          const end = Math.max(item.end, item.start)
          const startsToday = item.start >= TODAY * DAY && item.start < (TODAY + 1) * DAY
          return !isBar(item) && (startsToday || (item.start < TODAY * DAY && end > TODAY * DAY))
        })
        expect(new Set(drawn)).toEqual(new Set(touching))
        expect(drawn.length).toBe(touching.length)
      }),
    )
  })

  it('lays out items independently of their order, and does not change it', () => {
    fc.assert(
      fc.property(
        anyItems.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          const before = [...shuffled]
          expect(layoutDay(shuffled, TODAY)).toEqual(layoutDay(list, TODAY))
          expect(shuffled).toEqual(before)
        },
      ),
    )
  })

  it('uses no more columns than the maximum number of simultaneous events', () => {
    fc.assert(
      fc.property(anyItems, (list) => {
        const blocks = layoutDay(list, TODAY)
        for (const { from, to, columns } of blocks) {
          const cluster = blocks.filter((other) => other.columns === columns)
          const maxSimultaneous = Math.max(
            ...cluster.map((a) => cluster.filter((b) => b.from <= a.from && b.to > a.from).length),
          )
          expect(columns, `${from}–${to}`).toBeLessThanOrEqual(Math.max(maxSimultaneous, 1))
        }
      }),
    )
  })

  it('gives a single event the full width, and simultaneous ones equal parts', () => {
    const list = [
      item('18T09:00', '18T10:00', 'A'),
      item('18T09:30', '18T11:00', 'B'),
      item('18T12:00', '18T13:00', 'C'),
    ]
    const shape = layoutDay(list, TODAY).map(({ item, column, columns, span }) => [
      item.title,
      column,
      columns,
      span,
    ])
    expect(shape).toEqual([
      ['A', 0, 2, 1],
      ['B', 1, 2, 1],
      ['C', 0, 1, 1],
    ])
  })

  it('widens an event over free columns beside it', () => {
    const list = [
      item('18T09:00', '18T12:00', 'A'),
      item('18T09:00', '18T10:00', 'B'),
      item('18T09:00', '18T10:00', 'C'),
      item('18T10:30', '18T12:00', 'D'),
    ]
    const wide = layoutDay(list, TODAY).find((block) => block.item.title === 'D')
    expect(wide).toMatchObject({ column: 1, columns: 3, span: 2 })
  })
})

describe('blockOf', () => {
  it('splits an item at midnight', () => {
    const night = item('18T22:00', '19T06:00')
    expect(blockOf(night, TODAY)).toMatchObject({
      from: 1320,
      to: 1440,
      continuesBefore: false,
      continuesAfter: true,
    })
    expect(blockOf(night, TODAY + 1)).toMatchObject({
      from: 0,
      to: 360,
      continuesBefore: true,
      continuesAfter: false,
    })
    expect(blockOf(night, TODAY + 2)).toBeUndefined()
  })

  it('excludes an item that ends at midnight, and includes a point in time there', () => {
    expect(blockOf(item('17T22:00', '18T00:00'), TODAY)).toBeUndefined()
    expect(blockOf(item('18T00:00', '18T00:00'), TODAY)).toMatchObject({ from: 0, to: MIN_BLOCK_MINUTES })
    expect(blockOf(item('18T23:55', '18T23:55'), TODAY)).toMatchObject({
      from: MINUTES_PER_DAY - MIN_BLOCK_MINUTES,
      to: MINUTES_PER_DAY,
    })
  })

  it('uses wall-clock times on days of 23 and 25 hours', () => {
    const berlin = (from: string, to: string): Item => ({
      ...item('18T00:00', '18T00:00'),
      start: wallAt(Date.parse(from), 'Europe/Berlin'),
      end: wallAt(Date.parse(to), 'Europe/Berlin'),
    })
    // On 29 March, 02:00 to 03:00 is skipped; on 25 October it is repeated.
    const spring = berlin('2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z')
    expect(blockOf(spring, dayNumber('2026-03-29'))).toMatchObject({ from: 90, to: 210 })
    const autumn = berlin('2026-10-25T00:30:00Z', '2026-10-25T01:15:00Z')
    expect(blockOf(autumn, dayNumber('2026-10-25'))).toMatchObject({ from: 150, to: 150 + MIN_BLOCK_MINUTES })
  })
})

describe('initialScrollMinute', () => {
  it('scrolls to the working day or an earlier event, but not to events at night', () => {
    expect(initialScrollMinute([], [TODAY])).toBe(460)
    expect(initialScrollMinute([item('18T10:00', '18T11:00')], [TODAY])).toBe(460)
    expect(initialScrollMinute([item('18T06:30', '18T07:00')], [TODAY])).toBe(370)
    expect(initialScrollMinute([item('18T03:00', '18T04:00')], [TODAY])).toBe(460)
    expect(initialScrollMinute([item('17T22:00', '18T06:00')], [TODAY])).toBe(460)
    expect(initialScrollMinute([item('18T06:30', '18T07:00')], [TODAY + 1])).toBe(460)
  })
})
