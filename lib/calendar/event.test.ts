import { describe, expect, it } from 'vitest'
import { spanForKind } from './event'
import type { Span } from './span'

const DAYS: Span = { type: 'all-day', start: '2026-12-30', end: '2027-01-03' }
const FLOATING: Span = { type: 'floating', start: '2026-11-21T09:00:00', end: '2026-11-21T10:00:00' }
const FLIGHT: Span = {
  type: 'timed',
  start: '2026-11-21T09:00:00',
  startZone: 'Asia/Tokyo',
  end: '2026-11-21T02:00:00',
  endZone: 'America/Los_Angeles',
}

describe('spanForKind', () => {
  it.each(['event', 'meeting'] as const)('leaves the span of a kind with an end alone: %s', (kind) => {
    for (const span of [DAYS, FLOATING, FLIGHT]) expect(spanForKind(kind, span)).toEqual(span)
  })

  it('makes an all-day reminder one day', () => {
    expect(spanForKind('reminder', DAYS)).toEqual({ type: 'all-day', start: '2026-12-30', end: '2026-12-31' })
  })

  it('makes a floating reminder a point in time', () => {
    expect(spanForKind('reminder', FLOATING)).toEqual({ ...FLOATING, end: '2026-11-21T09:00:00' })
  })

  it('makes a timed reminder a point in time, in the zone it starts in', () => {
    expect(spanForKind('reminder', FLIGHT)).toEqual({
      type: 'timed',
      start: '2026-11-21T09:00:00',
      startZone: 'Asia/Tokyo',
      end: '2026-11-21T09:00:00',
      endZone: 'Asia/Tokyo',
    })
  })

  it('does to a span once what it does twice', () => {
    for (const span of [DAYS, FLOATING, FLIGHT]) {
      const once = spanForKind('reminder', span)
      expect(spanForKind('reminder', once)).toEqual(once)
    }
  })
})
