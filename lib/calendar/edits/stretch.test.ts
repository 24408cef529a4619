import { describe, expect, it } from 'vitest'
import type { Span } from '../span'
import { stretched } from './stretch'

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
