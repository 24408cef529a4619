import { describe, expect, it } from 'vitest'
import type { Span } from '../span'
import { FLAG, type Range } from '../tuple'
import { stretched, withStretch } from './stretch'

const TRIP: Span = { type: 'all-day', start: '2031-05-14', end: '2031-05-17' }
const NIGHTS: Span = {
  type: 'timed',
  start: '2031-05-16T18:00:00',
  startZone: 'Europe/Berlin',
  end: '2031-05-18T12:00:00',
  endZone: 'Europe/Berlin',
}

describe('stretched', () => {
  it.each([
    [2, '2031-05-19'],
    [-1, '2031-05-16'],
    [-9, '2031-05-15'],
  ])('ends %i days later on %s, and lasts a day at least', (days, end) => {
    expect(stretched(TRIP, days)).toEqual({ ...TRIP, end })
  })

  it.each([
    [1, '2031-05-19T12:00:00'],
    [-1, '2031-05-17T12:00:00'],
    [-2, '2031-05-17T12:00:00'],
  ])('keeps its hour, and its end behind its start', (days, end) => {
    expect(stretched(NIGHTS, days)).toEqual({ ...NIGHTS, end })
  })
})

describe('withStretch', () => {
  it('moves the end of one occurrence', () => {
    const range: Range = {
      from: 0,
      to: 42,
      calendars: [],
      tuples: [
        ['a', 0, FLAG.allDay, 3, 5, 'Trip', 0, '1970-01-04'],
        ['a', 0, FLAG.allDay, 10, 12, 'Trip', 0, '1970-01-11'],
        ['b', 0, 0, 0, 86_400, 'Night', 0, 0],
      ],
    }
    const ends = (id: string, occurrence: string | 0, days: number) =>
      withStretch(range, id, occurrence, days).tuples.map((tuple) => tuple[4])
    expect(ends('a', '1970-01-11', 2)).toEqual([5, 14, 86_400])
    expect(ends('a', '1970-01-04', -5)).toEqual([4, 12, 86_400])
    expect(ends('b', 0, 1)).toEqual([5, 12, 172_800])
    expect(ends('b', 0, -3)).toEqual([5, 12, 0])
  })
})
