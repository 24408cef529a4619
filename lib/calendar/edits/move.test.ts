import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, DAY, dayNumber, HOUR, MINUTE, wallMs } from '../day'
import { type OptimisticEvent, withEvent } from '../optimistic-event'
import type { Span } from '../span'
import { FLAG, type Item, type Range, type Tuple, toItems } from '../tuple'
import { allDaySpan, reverseMove, shiftSpan, spanAfterMove, timedSpan, withMove, withShift } from './move'

const ZONE = 'Europe/Berlin'
const TRIP: Span = { type: 'all-day', start: '2031-05-14', end: '2031-05-17' }
const timed = (start: string, end: string): Span => ({
  type: 'timed',
  start,
  startZone: ZONE,
  end,
  endZone: ZONE,
})
const NIGHTS = timed('2031-05-16T18:00:00', '2031-05-18T12:00:00')

const RANGE: Range = {
  from: dayNumber('2026-10-19'),
  to: dayNumber('2026-11-30'),
  calendars: [['own', 'Anna', 'teal', 4, 0, 7]],
  tuples: [[0, 0, FLAG.redacted, 1_795_000_000, 1_795_003_600, '', 0, 0]],
}

describe('shiftSpan', () => {
  it('shifts a whole span by minutes and across midnight', () => {
    expect(shiftSpan(timed('2031-05-14T23:30:00', '2031-05-15T00:30:00'), 45 * MINUTE, 'all')).toEqual(
      timed('2031-05-15T00:15:00', '2031-05-15T01:15:00'),
    )
  })

  it('shifts an all-day span by whole days', () => {
    expect(shiftSpan(TRIP, -2 * DAY, 'all')).toEqual({ ...TRIP, start: '2031-05-12', end: '2031-05-15' })
    expect(shiftSpan(TRIP, 2 * HOUR, 'all')).toEqual(TRIP)
  })

  it('changes only the dates when it shifts by whole days', () => {
    const spans = fc.constantFrom<Span>(TRIP, NIGHTS, {
      type: 'floating',
      start: '2031-05-14T09:00:00',
      end: '2031-05-14T10:00:00',
    })
    fc.assert(
      fc.property(spans, fc.integer({ min: -400, max: 400 }), (span, days) => {
        const later = (at: string) => addDays(at.slice(0, 10), days) + at.slice(10)
        expect(shiftSpan(span, days * DAY, 'all')).toEqual({
          ...span,
          start: later(span.start),
          end: later(span.end),
        })
      }),
    )
  })

  it.each([
    [2, '2031-05-19'],
    [-1, '2031-05-16'],
    [-9, '2031-05-15'],
  ])('shifts the end by %i days to %s, with a minimum of one day', (days, end) => {
    expect(shiftSpan(TRIP, days * DAY, 'end')).toEqual({ ...TRIP, end })
  })

  it.each([
    [DAY, '2031-05-19T12:00:00'],
    [-DAY, '2031-05-17T12:00:00'],
    [-2 * DAY, '2031-05-17T12:00:00'],
    [-15 * MINUTE, '2031-05-18T11:45:00'],
  ])('shifts the end by %i, but never before the start', (by, end) => {
    expect(shiftSpan(NIGHTS, by, 'end')).toEqual({ ...NIGHTS, end })
  })
})

describe('withShift', () => {
  const at = (start: number, end: number, flags: number): Range => {
    const tuple: Tuple = ['a', 0, flags, start, end, 'A', 'lime', 0]
    return { ...RANGE, tuples: [...RANGE.tuples, tuple] }
  }

  it.each([
    ['all-day', FLAG.allDay, 20_778, 20_780, 3 * DAY, 20_781, 20_783],
    ['all-day, back', FLAG.allDay | FLAG.free, 20_778, 20_780, -30 * DAY, 20_748, 20_750],
    ['timed', FLAG.meeting, 1000, 4600, 2 * DAY, 173_800, 177_400],
    ['timed, by a quarter', 0, 1000, 4600, 15 * MINUTE, 1900, 5500],
    ['floating', FLAG.floating, 1000, 4600, -DAY, -85_400, -81_800],
  ])('shifts the tuple of an event that is %s', (_, flags, start, end, by, from, to) => {
    expect(withShift(at(start, end, flags), 'a', 0, by, 'all', ZONE)).toEqual(at(from, to, flags))
  })

  it('shifts only the end, but never before the start', () => {
    expect(withShift(at(3, 5, FLAG.allDay), 'a', 0, 2 * DAY, 'end', ZONE)).toEqual(at(3, 7, FLAG.allDay))
    expect(withShift(at(3, 5, FLAG.allDay), 'a', 0, -5 * DAY, 'end', ZONE)).toEqual(at(3, 4, FLAG.allDay))
    expect(withShift(at(0, 3600, 0), 'a', 0, 30 * MINUTE, 'end', ZONE)).toEqual(at(0, 5400, 0))
    expect(withShift(at(0, 3600, 0), 'a', 0, -3 * DAY, 'end', ZONE)).toEqual(at(0, 0, 0))
  })

  it('shifts one occurrence and no other', () => {
    const tuples: Tuple[] = [
      ['a', 0, FLAG.allDay, 3, 5, 'Trip', 0, '1970-01-04'],
      ['a', 0, FLAG.allDay, 10, 12, 'Trip', 0, '1970-01-11'],
    ]
    const moved = withShift({ ...RANGE, tuples }, 'a', '1970-01-11', DAY, 'all', ZONE)
    expect(moved.tuples.map((tuple) => tuple[3])).toEqual([3, 11])
    expect(withShift(RANGE, 'unknown', 0, DAY, 'all', ZONE)).toEqual(RANGE)
  })

  it('calculates the same tuple as the server, also across a clock change', () => {
    const event = (span: Span): OptimisticEvent => ({
      ...{ id: 'dinner', calendarId: 'own', title: 'Dinner', color: null, rules: [], span },
      ...{ kind: 'event', visibility: 'default', busy: true, done: false },
    })
    // In Berlin, the clock is set back on 25 October.
    const span = timed('2026-10-23T19:00:00', '2026-10-23T21:00:00')
    for (const by of [5 * DAY, -DAY, 75 * MINUTE]) {
      const moved = withShift(withEvent(RANGE, event(span)), 'dinner', 0, by, 'all', ZONE)
      expect(moved).toEqual(withEvent(RANGE, event(shiftSpan(span, by, 'all'))))
    }
  })
})

describe('withMove', () => {
  const dinner = (span: Span): OptimisticEvent => ({
    ...{ id: 'dinner', calendarId: 'own', title: 'Dinner', color: null, rules: [], span },
    ...{ kind: 'event', visibility: 'default', busy: true, done: false },
  })
  const drawn = (span: Span) => withEvent(RANGE, dinner(span))
  const itemOf = (range: Range): Item => toItems(range.tuples, ZONE).find(({ id }) => id === 'dinner')!
  const EVENING = timed('2026-10-23T19:00:00', '2026-10-23T21:00:00')
  const DAYS: Span = { type: 'all-day', start: '2026-10-23', end: '2026-10-26' }

  it.each([
    ['a timed event to all-day', EVENING, allDaySpan(dayNumber('2026-10-25'))],
    [
      'an all-day event to an hour, over a change of the clock',
      DAYS,
      timedSpan({ flags: FLAG.allDay }, wallMs('2026-10-25T02:30:00'), ZONE),
    ],
    [
      'a floating event to all-day',
      { type: 'floating', start: '2026-10-23T19:00:00', end: '2026-10-23T21:00:00' } as Span,
      allDaySpan(dayNumber('2026-10-24')),
    ],
  ])('converts %s like the server, and back', (_, from, to) => {
    const moved = withMove(drawn(from), 'dinner', 0, { to }, ZONE)
    expect(moved).toEqual(drawn(spanAfterMove(from, { to })))
    const back = reverseMove({ to }, itemOf(drawn(from)), ZONE)
    expect(withMove(moved, 'dinner', 0, back, ZONE)).toEqual(drawn(from))
  })

  it('sets a duration of one hour for an all-day event that becomes timed, and none for a reminder', () => {
    const start = wallMs('2026-10-23T09:15:00')
    expect(timedSpan({ flags: FLAG.allDay }, start, ZONE)).toEqual(
      timed('2026-10-23T09:15:00', '2026-10-23T10:15:00'),
    )
    expect(timedSpan({ flags: FLAG.allDay | FLAG.reminder }, start, ZONE)).toEqual(
      timed('2026-10-23T09:15:00', '2026-10-23T09:15:00'),
    )
  })
})
