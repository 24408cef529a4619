import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayOf, wallOf } from '@/lib/calendar/day'
import { hasValidOrder, type Span } from '@/lib/calendar/span'
import type { FieldErrors } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import { parseInput } from './parse-input'
import { rangeQuery, span } from './span'

const DAYS = { type: 'all-day', start: '2026-11-21', end: '2026-11-22' }
const FLOATING = { type: 'floating', start: '2026-11-21T09:00:00', end: '2026-11-21T10:00:00' }
const TIMED = { ...FLOATING, type: 'timed', startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' }

describe('span', () => {
  it.each([
    ['a day', DAYS],
    ['an hour', FLOATING],
    ['an hour in a zone', TIMED],
    ['a duration of zero', { ...TIMED, end: TIMED.start }],
    ['the first day', { type: 'all-day', start: '0002-01-01', end: '0002-01-02' }],
    ['the last day', { type: 'all-day', start: '9998-12-30', end: '9998-12-31' }],
    ['a thousand years', { ...FLOATING, end: '3026-11-21T10:00:00' }],
    ['a flight that lands "earlier"', { ...TIMED, startZone: 'Asia/Tokyo', end: '2026-11-21T02:00:00' }],
    ['a time that the clock jumps over', { ...TIMED, start: '2026-03-29T02:30:00' }],
  ])('accepts %s unchanged', (_, given) => {
    expect(parseInput(span, given)).toEqual(given)
  })

  it('drops unknown keys', () => {
    expect(parseInput(span, { ...DAYS, startZone: 'Europe/Berlin', more: 1 })).toEqual(DAYS)
  })

  it.each<[string, unknown, FieldErrors]>([
    ['nothing', undefined, { '': { code: 'required' } }],
    ['null', null, { '': { code: 'invalid' } }],
    ['no type', { ...DAYS, type: undefined }, { type: { code: 'invalid' } }],
    ['another type', { ...DAYS, type: 'weekly' }, { type: { code: 'invalid' } }],
    ['no start', { ...DAYS, start: undefined }, { start: { code: 'required' } }],
    ['a number for a date', { ...DAYS, end: 20_778 }, { end: { code: 'invalid' } }],
    ['an array for a date', { ...DAYS, start: ['2026-11-21'] }, { start: { code: 'invalid' } }],
    ['a wall time for a date', { ...DAYS, start: TIMED.start }, { start: { code: 'bad_date' } }],
    ['a date for a wall time', { ...FLOATING, end: '2026-11-22' }, { end: { code: 'bad_date' } }],
    [
      'an instant for a wall time',
      { ...TIMED, start: '2026-11-21T09:00:00Z' },
      { start: { code: 'bad_date' } },
    ],
    ['a day that does not exist', { ...DAYS, start: '2026-02-30' }, { start: { code: 'bad_date' } }],
    [
      'a wall time on a day that does not exist',
      { ...TIMED, start: '2026-02-30T09:00:00' },
      { start: { code: 'bad_date' } },
    ],
    ['words in place of wall times in a zone', { ...TIMED, start: 'soon', end: '' }, both('bad_date')],
    ['words in place of floating wall times', { ...FLOATING, start: 'soon', end: '' }, both('bad_date')],
    ['year 0', { ...DAYS, start: '0000-12-31' }, { start: { code: 'bad_date' } }],
    ['year 9999', { ...DAYS, end: '9999-01-01' }, { end: { code: 'bad_date' } }],
    ['year 9999, floating', { ...FLOATING, end: '9999-01-01T00:00:00' }, { end: { code: 'bad_date' } }],
    ['year 10000', { ...TIMED, end: '10000-01-01T00:00:00' }, { end: { code: 'bad_date' } }],
    [
      'year 10000 in the expanded format of ISO 8601',
      { ...DAYS, end: '+010000-01-01' },
      { end: { code: 'bad_date' } },
    ],
    [
      'a zone that does not exist',
      { ...TIMED, startZone: 'Nowhere/City' },
      { startZone: { code: 'bad_zone' } },
    ],
    ['an offset for a zone', { ...TIMED, endZone: '+02:00' }, { endZone: { code: 'bad_zone' } }],
    [
      'a zone of 10,000 characters',
      { ...TIMED, endZone: 'A'.repeat(10_000) },
      { endZone: { code: 'bad_zone' } },
    ],
    ['no zone for the end', { ...TIMED, endZone: undefined }, { endZone: { code: 'required' } }],
    [
      'an end before its start',
      { ...FLOATING, end: '2026-11-21T08:59:59' },
      { end: { code: 'end_before_start' } },
    ],
    ['an end on the first day', { ...DAYS, end: DAYS.start }, { end: { code: 'end_before_start' } }],
    ['an end the day before', { ...DAYS, end: '2026-11-20' }, { end: { code: 'end_before_start' } }],
    [
      'a landing before the departure',
      { ...TIMED, endZone: 'Asia/Tokyo' },
      { end: { code: 'end_before_start' } },
    ],
    [
      'an invalid start, and reports no error for the end',
      { ...DAYS, start: '2026-13-01' },
      { start: { code: 'bad_date' } },
    ],
  ])('rejects a span with %s', (_, given, fields) => {
    expect(fieldErrorsOf(span, given)).toEqual(fields)
  })

  it('accepts exactly the spans with valid order', () => {
    const minutes = fc.integer({ min: -30_000_000, max: 60_000_000 })
    const zones = fc.constantFrom('Europe/Berlin', 'Pacific/Apia', 'America/St_Johns', 'Pacific/Kiritimati')
    const length = fc.integer({ min: -2000, max: 2000 })
    fc.assert(
      fc.property(minutes, length, zones, zones, fc.nat(2), (start, count, startZone, endZone, shape) => {
        const walls = { start: wallOf(start * 60_000), end: wallOf((start + count) * 60_000) }
        const day = dayOf(Math.floor(start / 1440))
        const given: Span = [
          { type: 'all-day', start: day, end: addDays(day, count % 5) } as const,
          { type: 'floating', ...walls } as const,
          { type: 'timed', ...walls, startZone, endZone } as const,
        ][shape]!
        expect(fieldErrorsOf(span, given)).toEqual(
          hasValidOrder(given) ? undefined : { end: { code: 'end_before_start' } },
        )
      }),
    )
  })
})

describe('rangeQuery', () => {
  it.each([
    ['2026-11-01', '2026-11-02'],
    ['2026-10-26', '2026-12-07'],
    ['2026-01-01', '2027-02-05'], // 400 days
  ])('accepts the range %s to %s', (from, to) => {
    expect(parseInput(rangeQuery, { from, to })).toEqual({ from, to })
  })

  it.each<[unknown, unknown, FieldErrors]>([
    ['2026-11-01', '2026-11-01', { to: { code: 'end_before_start' } }],
    ['2026-11-02', '2026-11-01', { to: { code: 'end_before_start' } }],
    ['2026-01-01', '2027-02-06', { to: { code: 'too_many' } }],
    ['0001-01-01', '9998-12-31', { to: { code: 'too_many' } }],
    ['soon', '2026-11-01', { from: { code: 'bad_date' } }],
    ['2026-11-01', 'later', { to: { code: 'bad_date' } }],
    ['2026-11-01', undefined, { to: { code: 'required' } }],
    [['2026-11-01'], '2026-11-02', { from: { code: 'invalid' } }],
  ])('rejects the range %j to %j', (from, to, fields) => {
    expect(fieldErrorsOf(rangeQuery, { from, to })).toEqual(fields)
  })

  it('rejects unknown parameters', () => {
    expect(fieldErrorsOf(rangeQuery, { from: '2026-11-01', to: '2026-11-02', zone: 'UTC' })).toEqual({
      zone: { code: 'invalid' },
    })
  })
})

function both(code: 'bad_date'): FieldErrors {
  return { start: { code }, end: { code } }
}
