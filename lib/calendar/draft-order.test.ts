import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endsBeforeStart, type SpanDraft, spanOfDraft, toSpanDraft } from './draft'
import { MEETING, spans } from './draft.test.arbitrary'
import { hasValidOrder } from './span'

describe('endsBeforeStart', () => {
  it('agrees with the schema of spans', () => {
    fc.assert(
      fc.property(spans, fc.boolean(), (span, allDay) => {
        const draft = { ...toSpanDraft(span, 'UTC'), allDay }
        expect(endsBeforeStart(draft)).toBe(!hasValidOrder(spanOfDraft(draft)))
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, Partial<SpanDraft>, boolean]>([
    ['ends as it starts', { endDay: '2026-11-21', endTime: 1320 }, false],
    ['ends a minute before it starts', { endDay: '2026-11-21', endTime: 1319 }, true],
    [
      'lands "earlier", far in the west',
      { endDay: '2026-11-21', endTime: 1200, endZone: 'America/New_York' },
      false,
    ],
    ['lands "later", but before it left', { endTime: 0, endZone: 'Asia/Tokyo' }, true],
    [
      'is all-day, of one day, whatever the hidden times',
      { allDay: true, endDay: '2026-11-21', endTime: 0 },
      false,
    ],
    ['is all-day and ends the day before', { allDay: true, endDay: '2026-11-20' }, true],
    ['is floating, whatever the hidden zones', { floating: true, endTime: 0, endZone: 'Asia/Tokyo' }, false],
  ])('checks an end that %s', (_, change, before) => {
    expect(endsBeforeStart({ ...MEETING, ...change })).toBe(before)
  })
})
