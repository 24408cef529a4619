import fc from 'fast-check'
import { DAY, dayNumber, dayOf, MINUTE, wallOf } from './day'
import type { SpanDraft } from './draft'
import type { Span } from './span'

export const zones = fc.constantFrom(
  'Europe/Berlin',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Apia',
  'UTC',
)
// Includes dates before 1970, such as birthdays, with negative milliseconds.
export const days = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2100-01-01') })
const minutes = fc.tuple(days, fc.nat(1439)).map(([day, minute]) => day * DAY + minute * MINUTE)
const length = fc.integer({ min: -3000, max: 10_000 })

export const spans: fc.Arbitrary<Span> = fc.oneof(
  fc.tuple(days, fc.integer({ min: 1, max: 40 })).map(([start, count]): Span => {
    return { type: 'all-day', start: dayOf(start), end: dayOf(start + count) }
  }),
  fc.tuple(minutes, length).map(([start, count]): Span => {
    return { type: 'floating', start: wallOf(start), end: wallOf(start + count * MINUTE) }
  }),
  fc.tuple(minutes, length, zones, zones).map(([start, count, startZone, endZone]): Span => {
    return { type: 'timed', start: wallOf(start), startZone, end: wallOf(start + count * MINUTE), endZone }
  }),
)

export const MEETING: SpanDraft = {
  allDay: false,
  floating: false,
  startDay: '2026-11-21',
  startTime: 22 * 60,
  startZone: 'Europe/Berlin',
  endDay: '2026-11-22',
  endTime: 60,
  endZone: 'Europe/Berlin',
}

export function duration(draft: SpanDraft): number {
  return (dayNumber(draft.endDay) - dayNumber(draft.startDay)) * 1440 + draft.endTime - draft.startTime
}
