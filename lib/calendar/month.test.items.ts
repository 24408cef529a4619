import fc from 'fast-check'
import { DAY, dayNumber, HOUR, MINUTE } from './day'
import { FLAG, type Item } from './tuple'

/** Monday, 16 November 2026. */
export const WEEK = dayNumber('2026-11-16')

/** Generates items in and around the week, also redacted ones without id and ones that end before they start. */
export const items: fc.Arbitrary<Item> = fc
  .record({
    allDay: fc.boolean(),
    day: fc.integer({ min: -5, max: 8 }),
    minute: fc.oneof(fc.constantFrom(0, 540, 1439), fc.nat(1439)),
    days: fc.integer({ min: 1, max: 12 }),
    minutes: fc.oneof(fc.constantFrom(0, 60, 1440), fc.integer({ min: -60, max: 5000 })),
    id: fc.option(fc.uuid(), { nil: 0 as const }),
    title: fc.constantFrom('', 'A', 'B'),
    calendar: fc.nat(3),
  })
  .map(({ allDay, day, minute, days, minutes, id, title, calendar }) => {
    const start = (WEEK + day) * DAY + (allDay ? 0 : minute * MINUTE)
    const end = start + (allDay ? days * DAY : minutes * MINUTE)
    return { id, calendar, title, color: 0, occurrence: 0, flags: allDay ? FLAG.allDay : 0, start, end }
  })

/** Returns a wall time of the week's first day; `24:00` and later are on the next. */
export function at(time: string): number {
  return WEEK * DAY + Number(time.slice(0, 2)) * HOUR + Number(time.slice(3)) * MINUTE
}

export function item(given: Partial<Item>): Item {
  const start = given.start ?? at('09:00')
  return {
    id: 'a',
    calendar: 0,
    title: 'A',
    color: 0,
    occurrence: 0,
    flags: 0,
    start,
    end: start + HOUR,
    ...given,
  }
}
