import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endsBeforeStart, type SpanDraft, spanOfDraft, toSpanDraft } from './draft'
import { MEETING, spans } from './draft.test.arbitrary'
import { hasValidOrder } from './span'

describe('endsBeforeStart', () => {
  it('returns true exactly for spans that hasValidOrder rejects', () => {
    fc.assert(
      fc.property(spans, fc.boolean(), (span, allDay) => {
        const draft = { ...toSpanDraft(span, 'UTC'), allDay }
        expect(endsBeforeStart(draft)).toBe(!hasValidOrder(spanOfDraft(draft)))
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, Partial<SpanDraft>, boolean]>([
    ['accepts an end at the start', { endDay: '2026-11-21', endTime: 1320 }, false],
    ['detects an end a minute before the start', { endDay: '2026-11-21', endTime: 1319 }, true],
    [
      'accepts an end at an earlier wall time, but a later instant, in another zone',
      { endDay: '2026-11-21', endTime: 1200, endZone: 'America/New_York' },
      false,
    ],
    [
      'detects an end at a later wall time, but an earlier instant, in another zone',
      { endTime: 0, endZone: 'Asia/Tokyo' },
      true,
    ],
    [
      'ignores the times of an all-day event of one day',
      { allDay: true, endDay: '2026-11-21', endTime: 0 },
      false,
    ],
    [
      'detects an all-day event that ends the day before its start',
      { allDay: true, endDay: '2026-11-20' },
      true,
    ],
    ['ignores the zones of a floating event', { floating: true, endTime: 0, endZone: 'Asia/Tokyo' }, false],
  ])('%s', (_, change, expected) => {
    expect(endsBeforeStart({ ...MEETING, ...change })).toBe(expected)
  })
})
