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
  it.each(['event', 'meeting'] as const)('keeps the span of the kind %s', (kind) => {
    for (const span of [DAYS, FLOATING, FLIGHT]) expect(spanForKind(kind, span)).toEqual(span)
  })

  it('limits an all-day reminder to one day', () => {
    expect(spanForKind('reminder', DAYS)).toEqual({ type: 'all-day', start: '2026-12-30', end: '2026-12-31' })
  })

  it('removes the duration of a floating reminder', () => {
    expect(spanForKind('reminder', FLOATING)).toEqual({ ...FLOATING, end: '2026-11-21T09:00:00' })
  })

  it('removes the duration of a timed reminder and uses its start zone', () => {
    expect(spanForKind('reminder', FLIGHT)).toEqual({
      type: 'timed',
      start: '2026-11-21T09:00:00',
      startZone: 'Asia/Tokyo',
      end: '2026-11-21T09:00:00',
      endZone: 'Asia/Tokyo',
    })
  })

  it('spanForKind returns the same span when applied twice', () => {
    for (const span of [DAYS, FLOATING, FLIGHT]) {
      const once = spanForKind('reminder', span)
      expect(spanForKind('reminder', once)).toEqual(once)
    }
  })
})
