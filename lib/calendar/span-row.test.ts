import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spanFromRow, spanToRow } from './span'
import { FLIGHT, spans } from './span.test.arbitrary'

describe('span rows', () => {
  it('converts spans to rows and back', () => {
    fc.assert(
      fc.property(spans, (span) => {
        expect(spanFromRow(spanToRow(span))).toEqual(span)
      }),
    )
  })

  it('writes all columns of a span, with null for parts that its type lacks', () => {
    const none = {
      startDate: null,
      endDate: null,
      startWall: null,
      endWall: null,
      startZone: null,
      endZone: null,
    }
    const [start, end] = ['2026-11-21', '2026-11-22']
    expect(spanToRow({ type: 'all-day', start, end })).toEqual({ ...none, startDate: start, endDate: end })
    const [from, to] = ['2026-11-21T09:00:00', '2026-11-21T10:00:00']
    expect(spanToRow({ type: 'floating', start: from, end: to })).toEqual({
      ...none,
      startWall: from,
      endWall: to,
    })
    expect(spanToRow(FLIGHT)).toEqual({
      ...none,
      startWall: FLIGHT.start,
      endWall: FLIGHT.end,
      startZone: 'Pacific/Auckland',
      endZone: 'Pacific/Honolulu',
    })
  })

  it('rejects rows that match no span type', () => {
    const none = {
      startDate: null,
      endDate: null,
      startWall: null,
      endWall: null,
      startZone: null,
      endZone: null,
    }
    expect(() => spanFromRow(none)).toThrow('without start or end')
    expect(() => spanFromRow({ ...none, startDate: '2026-01-01' })).toThrow('without start or end')
    expect(() => spanFromRow({ ...none, startWall: '2026-01-01T00:00:00', startZone: 'UTC' })).toThrow()
  })
})
