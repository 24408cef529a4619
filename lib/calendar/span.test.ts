import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, wallMs, wallOf } from './day'
import { boundsOf, hasValidOrder, inStartZone, instantsOf, isInOtherZone, type Span, wallsOf } from './span'
import { allDay, FLIGHT, floating, spans, timed, zones } from './span.test.arbitrary'
import { instantAt } from './zones/wall-time'

describe('inStartZone', () => {
  it('keeps the instants of a flight, and no other zone than that of its start', () => {
    const { startZone, ...flight } = FLIGHT as Extract<Span, { type: 'timed' }>
    const span = inStartZone({ ...flight, startZone })
    expect(span).toMatchObject({ start: flight.start, startZone, endZone: startZone })
    expect(instantsOf(span, 'UTC')).toEqual(instantsOf(FLIGHT, 'UTC'))
  })
})

describe('instantsOf', () => {
  it('converts each end of a flight in its own zone', () => {
    expect(instantsOf(FLIGHT, 'Asia/Tokyo')).toEqual({
      from: Date.parse('2026-11-20T11:30:00Z'),
      to: Date.parse('2026-11-20T19:30:00Z'),
    })
  })

  it('returns the same instants of a timed span for every viewer', () => {
    fc.assert(
      fc.property(timed, zones, zones, (span, a, b) => {
        expect(instantsOf(span, a)).toEqual(instantsOf(span, b))
      }),
    )
  })

  it("converts floating and all-day spans in the viewer's zone", () => {
    const noon: Span = { type: 'floating', start: '2026-11-21T12:00:00', end: '2026-11-21T13:00:00' }
    expect(instantsOf(noon, 'Asia/Kathmandu').from).toBe(Date.parse('2026-11-21T06:15:00Z'))
    const day: Span = { type: 'all-day', start: '2026-03-29', end: '2026-03-30' }
    const { from, to } = instantsOf(day, 'Europe/Berlin')
    expect([new Date(from).toISOString(), to - from]).toEqual(['2026-03-28T23:00:00.000Z', 23 * HOUR])
  })
})

describe('boundsOf', () => {
  it('returns bounds that contain the span for every viewer', () => {
    fc.assert(
      fc.property(spans, zones, (span, viewer) => {
        const { from, to } = instantsOf(span, viewer)
        const bounds = boundsOf(span)
        expect(bounds.from).toBeLessThanOrEqual(from)
        expect(bounds.to).toBeGreaterThanOrEqual(to)
      }),
      { numRuns: 500 },
    )
  })

  it('extends the bounds of an all-day span only by the maximum UTC offsets', () => {
    const { from, to } = boundsOf({ type: 'all-day', start: '2026-11-21', end: '2026-11-22' })
    expect(from).toBe(instantAt(wallMs('2026-11-21T00:00:00'), 'Etc/GMT-14'))
    expect(to).toBe(Date.parse('2026-11-22T14:00:00Z'))
  })

  it('returns the instants of a timed span', () => {
    fc.assert(
      fc.property(timed, (span) => {
        expect(boundsOf(span)).toEqual(instantsOf(span, 'UTC'))
      }),
    )
  })
})

describe('wallsOf', () => {
  it('returns the same days of an all-day span at UTC-11 and UTC+14', () => {
    fc.assert(
      fc.property(allDay, zones, (span, viewer) => {
        const { start, end } = wallsOf(span, viewer)
        expect([wallOf(start), wallOf(end)]).toEqual([`${span.start}T00:00:00`, `${span.end}T00:00:00`])
      }),
    )
  })

  it('returns the same wall times of a floating span in every zone', () => {
    fc.assert(
      fc.property(floating, zones, (span, viewer) => {
        const { start, end } = wallsOf(span, viewer)
        expect([wallOf(start), wallOf(end)]).toEqual([span.start, span.end])
      }),
    )
  })

  it("returns the wall times of a timed span in the viewer's zone", () => {
    const { start, end } = wallsOf(FLIGHT, 'Asia/Kathmandu')
    expect([wallOf(start), wallOf(end)]).toEqual(['2026-11-20T17:15:00', '2026-11-21T01:15:00'])
  })
})

describe('isInOtherZone', () => {
  const timed = (date: string, startZone: string, endZone = startZone): Span => ({
    type: 'timed',
    start: `${date}T10:00:00`,
    startZone,
    end: `${date}T12:00:00`,
    endZone,
  })
  it.each([
    [timed('2026-11-21', 'Europe/Berlin'), false],
    [timed('2026-11-21', 'Europe/Paris'), false],
    [timed('2026-11-21', 'Africa/Lagos'), false], // the same in winter
    [timed('2026-07-01', 'Africa/Lagos'), true],
    [timed('2026-11-21', 'Asia/Kolkata'), true],
    [timed('2026-11-21', 'Europe/Berlin', 'Europe/London'), true],
    [{ type: 'all-day', start: '2026-11-21', end: '2026-11-22' } as const, false],
    [{ type: 'floating', start: '2026-11-21T10:00:00', end: '2026-11-21T11:00:00' } as const, false],
  ])('isInOtherZone(%o, Europe/Berlin) is %s', (span, expected) => {
    expect(isInOtherZone(span, 'Europe/Berlin')).toBe(expected)
  })
})

describe('hasValidOrder', () => {
  it.each<[string, boolean, Span]>([
    ['a flight that lands "earlier"', true, FLIGHT],
    ['a flight that lands before it leaves', false, { ...FLIGHT, end: '2026-11-19T09:30:00' } as Span],
    ['a point in time', true, { type: 'floating', start: '2026-01-01T10:00:00', end: '2026-01-01T10:00:00' }],
    [
      'an end a second before the start',
      false,
      { type: 'floating', start: '2026-01-01T10:00:01', end: '2026-01-01T10:00:00' },
    ],
    ['an all-day event of one day', true, { type: 'all-day', start: '2026-01-01', end: '2026-01-02' }],
    ['an all-day event of no day', false, { type: 'all-day', start: '2026-01-01', end: '2026-01-01' }],
    [
      'an all-day event that ends on the day before its start',
      false,
      { type: 'all-day', start: '2026-01-01', end: '2025-12-31' },
    ],
  ])('checks the order of %s: %s', (_, expected, span) => {
    expect(hasValidOrder(span)).toBe(expected)
  })

  it('compares instants in repeated hours and DST gaps', () => {
    const span = (start: string, end: string): Span => {
      return { type: 'timed', start, end, startZone: 'Europe/Berlin', endZone: 'UTC' }
    }
    expect(hasValidOrder(span('2026-10-25T02:30:00', '2026-10-25T00:30:00'))).toBe(true)
    expect(hasValidOrder(span('2026-10-25T02:30:00', '2026-10-25T00:29:59'))).toBe(false)
    expect(hasValidOrder(span('2026-03-29T02:30:00', '2026-03-29T01:30:00'))).toBe(true)
    expect(hasValidOrder(span('2026-03-29T02:30:00', '2026-03-29T01:29:59'))).toBe(false)
  })
})
