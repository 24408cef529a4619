import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agendaDays, firstDays, hoursOnDay, isPast, itemsByDay } from './agenda'
import { DAY, dayNumber, HOUR } from './day'
import { daysOf } from './month'
import { FLAG, type Item } from './tuple'

const FROM = dayNumber('2026-11-16')
const RANGE = { from: FROM, to: FROM + 14 }

const items: fc.Arbitrary<Item> = fc
  .record({
    hour: fc.integer({ min: -100, max: 24 * 16 }),
    lasts: fc.integer({ min: 0, max: 100 }),
    id: fc.uuid(),
  })
  .map(({ hour, lasts, id }) => {
    const start = FROM * DAY + hour * HOUR
    return {
      id,
      calendar: 0,
      title: 'A',
      color: 0,
      occurrence: 0,
      flags: 0,
      start,
      end: start + lasts * HOUR,
    }
  })
const lists = fc.array(items, { maxLength: 20 })

describe('firstDays', () => {
  const days = [3, 2, 4].map((count, day) => ({
    day,
    entries: Array(count).fill({ part: 1, parts: 1 }),
    omitted: 0,
  }))

  it.each([
    [1, [0]],
    [3, [0]],
    [4, [0, 1]],
    [6, [0, 1, 2]],
    [100, [0, 1, 2]],
  ])('returns whole days until they have %i entries', (count, expected) => {
    expect(firstDays(days, count).map(({ day }) => day)).toEqual(expected)
  })
})

describe('agendaDays', () => {
  it('lists each item once on each day of the range that it touches, and omits empty days', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const listed = agendaDays(list, RANGE)
        expect(listed.map(({ day }) => day)).toEqual(
          [...itemsByDay(list, RANGE).keys()].sort((a, b) => a - b),
        )
        for (const { day, entries } of listed) {
          expect(day).toBeGreaterThanOrEqual(RANGE.from)
          expect(day).toBeLessThan(RANGE.to)
          expect(entries.length).toBeGreaterThan(0)
        }
        for (const item of list) {
          const { first, last } = daysOf(item)
          const listedDays = listed
            .filter(({ entries }) => entries.some((entry) => entry.item === item))
            .map(({ day }) => day)
          const days = Array.from({ length: last - first + 1 }, (_, index) => first + index)
          expect(listedDays).toEqual(days.filter((day) => day >= RANGE.from && day < RANGE.to))
        }
      }),
    )
  })

  it('divides the limit of entries fairly among days and calendars', () => {
    const event = (id: string, calendar: number, day: number, days: number): Item => {
      const [start, end] = [(FROM + day) * DAY, (FROM + day + days) * DAY]
      return { id, calendar, title: id, color: 0, occurrence: 0, flags: FLAG.allDay, start, end }
    }
    const long = Array.from({ length: 2000 }, (_, index) => event(`a${index}`, 0, 0, 14))
    const listed = agendaDays([...long, event('z', 1, 3, 1)], RANGE)
    const drawn = listed.map(({ entries }) => entries.length)
    expect(drawn.reduce((sum, count) => sum + count)).toBe(2000)
    expect(Math.max(...drawn) - Math.min(...drawn)).toBeLessThanOrEqual(1)
    expect(listed.map(({ entries, omitted }) => entries.length + omitted)).toEqual(
      Array.from({ length: 14 }, (_, day) => (day === 3 ? 2001 : 2000)),
    )
    expect(listed[3]!.entries.map(({ item }) => item.title)).toContain('z')
  })

  it('lists the same days for two adjacent ranges as for the whole range', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 13 }), (list, days) => {
        const [first, second] = [
          { from: FROM, to: FROM + days },
          { from: FROM + days, to: RANGE.to },
        ]
        expect([...agendaDays(list, first), ...agendaDays(list, second)]).toEqual(agendaDays(list, RANGE))
      }),
    )
  })

  it('numbers the days of an event over several days', () => {
    const trip: Item = {
      ...{ id: 'a', calendar: 0, title: 'Trip', color: 0, occurrence: 0, flags: FLAG.allDay },
      ...{ start: (FROM - 1) * DAY, end: (FROM + 2) * DAY },
    }
    const parts = agendaDays([trip], RANGE).map(({ entries }) => [entries[0]!.part, entries[0]!.parts])
    expect(parts).toEqual([
      [2, 3],
      [3, 3],
    ])
  })
})

describe('hoursOnDay', () => {
  const night = { id: 'a', calendar: 0, title: 'Night', color: 0, occurrence: 0, flags: 0 } as const
  const item: Item = { ...night, start: FROM * DAY + 22 * HOUR, end: (FROM + 2) * DAY + 6 * HOUR }
  const entry = { item, part: 1, parts: 3 }

  it('limits the hours to the day, and returns undefined for an item over the whole day', () => {
    expect(hoursOnDay(entry, FROM)).toEqual({ start: item.start, end: (FROM + 1) * DAY })
    expect(hoursOnDay(entry, FROM + 1)).toBeUndefined()
    expect(hoursOnDay(entry, FROM + 2)).toEqual({ start: (FROM + 2) * DAY, end: item.end })
  })
})

describe('isPast', () => {
  it('treats an item as past from its end on, and a point in time once it is reached', () => {
    const item = {
      id: 'a',
      calendar: 0,
      title: 'A',
      color: 0,
      occurrence: 0,
      flags: 0,
      start: 1000,
      end: 2000,
    } as Item
    expect([1999, 2000].map((wall) => isPast(item, wall))).toEqual([false, true])
    expect([999, 1000].map((wall) => isPast({ ...item, end: 1000 }, wall))).toEqual([false, true])
  })
})
