import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../day'
import type { EventContent } from '../event'
import { type Override, wallOfId } from '../series/recurrence'
import { ALL_TIME, occurrences, spanStartingAt } from '../series/series'
import type { Span } from '../span'
import { changedContent, revertContent } from './content'
import { at, FIRST_SPAN, series } from './edits.test.series'
import { findMovedOccurrence } from './follow'
import { type EditPlan, type EditScope, ScopeError } from './plan'
import { editableAt, planDelete, planEdit } from './scope'

describe('any edit of any series', () => {
  const rules = fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3;COUNT=30',
    'FREQ=WEEKLY',
    'FREQ=WEEKLY;BYDAY=MO,WE,SU;UNTIL=20270301',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=20',
    'FREQ=MONTHLY',
    'FREQ=MONTHLY;BYDAY=1MO',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=9',
    'FREQ=YEARLY',
    'FREQ=DAILY;BYHOUR=9,18;COUNT=40',
    'FREQ=HOURLY;INTERVAL=7;COUNT=50',
  )
  const overrides = fc.record(
    {
      title: fc.constantFrom('A', 'B'),
      busy: fc.boolean(),
      span: fc
        .integer({ min: -40, max: 40 })
        .map((hours) => spanStartingAt(FIRST_SPAN, wallOfId(FIRST_SPAN.start) + hours * HOUR)),
    },
    { requiredKeys: [] },
  )
  const allDay: Span = { type: 'all-day', start: '2026-11-02', end: '2026-11-04' }
  const floating: Span = { type: 'floating', start: at('2026-11-02'), end: at('2026-11-02', '11:00:00') }
  const spans = fc.constantFrom(FIRST_SPAN, allDay, floating, {
    ...FIRST_SPAN,
    type: 'timed',
    startZone: 'Asia/Tokyo',
    endZone: 'America/New_York',
  } as Span)
  /** Generates a series with exceptions, and one of its occurrences. */
  const cases = fc
    .record({
      rule: rules,
      span: spans,
      exceptions: fc.array(fc.tuple(fc.nat(14), fc.option(overrides)), { maxLength: 5 }),
      pick: fc.nat(14),
    })
    .map(({ rule, span, exceptions, pick }) => {
      const subDaily = /HOUR/.test(rule)
      let content = series({ span: subDaily && span.type === 'all-day' ? FIRST_SPAN : span }, rule)
      const ids = occurrences(content, ALL_TIME, 15).map((occurrence) => occurrence.id)
      for (const [nth, override] of exceptions) {
        const id = ids[nth % ids.length]!
        if (!editableAt(content, id)) continue
        const plan = override
          ? planEdit(content, id, 'this', override as Override)
          : planDelete(content, id, 'this')
        content = plan.event ?? content
      }
      const remaining = occurrences(content, ALL_TIME, 15)
      return { content, id: remaining[pick % remaining.length]!.id }
    })
  const patches = fc.record(
    {
      title: fc.constantFrom('C', 'D'),
      days: fc.integer({ min: -3, max: 3 }),
      hours: fc.constantFrom(0, 1, 5),
      rules: rules.map((rule) => [rule]),
    },
    { requiredKeys: [] },
  )
  const scopes = fc.constantFrom<EditScope>('this', 'following', 'all')
  const planIfPossible = (
    content: EventContent,
    id: string,
    scope: EditScope,
    patch: Record<string, unknown>,
  ): EditPlan | null => {
    const { days = 0, hours = 0, ...plain } = patch as { days?: number; hours?: number }
    const span = editableAt(content, id)!.span
    const shift = days * DAY + (span.type === 'all-day' ? 0 : hours * HOUR)
    const moved = shift ? { span: spanStartingAt(span, wallOfId(span.start) + shift) } : {}
    try {
      return planEdit(content, id, scope, { ...plain, ...moved })
    } catch (error) {
      if (error instanceof ScopeError) return null
      throw error
    }
  }

  it('undoes any edit of any series exactly', () => {
    fc.assert(
      fc.property(cases, scopes, patches, ({ content, id }, scope, patch) => {
        const plan = planIfPossible(content, id, scope, patch)
        if (!plan?.event) return
        expect(revertContent(content, plan.event, plan.event)).toEqual({ content, kept: [] })
        expect({ ...content, ...changedContent(content, plan.event) }).toEqual(plan.event)
      }),
    )
  })

  it('shows the same occurrences before and after a split without other changes', () => {
    fc.assert(
      fc.property(cases, ({ content, id }) => {
        const plan = planIfPossible(content, id, 'following', { title: 'Split' })
        if (!plan) return
        const parts = [plan.event, plan.split].flatMap((part) =>
          part ? occurrences(part, ALL_TIME, 40) : [],
        )
        const expected = occurrences(content, ALL_TIME, 40)
        const key = ({ id, span }: { id: string; span: Span }) => `${id} ${JSON.stringify(span)}`
        const seen = new Set(parts.map(key))
        for (const occurrence of expected) expect(seen).toContain(key(occurrence))
        expect(new Set(parts.map((occurrence) => occurrence.id)).size).toBe(parts.length)
      }),
    )
  })

  it('keeps every exception or counts it as dropped', () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom<EditScope>('following', 'all'),
        patches,
        ({ content, id }, scope, patch) => {
          const plan = planIfPossible(content, id, scope, patch)
          if (!plan) return
          const changed = (part: EventContent | null) => Object.keys(part?.overrides ?? {}).length
          const mayRemoveOverrides =
            patch.title !== undefined || patch.days !== undefined || patch.hours !== undefined
          const remaining = changed(plan.event) + changed(plan.split) + plan.dropped
          if (mayRemoveOverrides) expect(remaining).toBeLessThanOrEqual(changed(content))
          else expect(remaining).toBe(changed(content))
        },
      ),
    )
  })

  it('drops no exception of a daily or weekly series that moves by days and hours', () => {
    const weekly = cases.filter(({ content }) =>
      /WEEKLY|FREQ=DAILY(;I|$)/.test(content.recurrence!.rules[0]!),
    )
    fc.assert(
      fc.property(
        weekly,
        fc.constantFrom<EditScope>('following', 'all'),
        patches,
        ({ content, id }, scope, { rules: _, ...patch }) => {
          const plan = planIfPossible(content, id, scope, patch)
          expect(plan!.dropped).toBe(0)
        },
      ),
    )
  })

  it('maps ids of earlier versions to the edited series', () => {
    fc.assert(
      fc.property(cases, patches, ({ content, id }, { rules: _, ...patch }) => {
        const plan = planIfPossible(content, id, 'all', patch)
        if (!plan?.event) return
        const movedId = findMovedOccurrence(content, plan.event, id)
        // After a move based on an already moved occurrence, the series may start on a later day than requested. Two
        // versions alone do not reveal by how many days, so the occurrence may not be found.
        const isMovedAgain = content.overrides[id]?.span !== undefined && (patch.days || patch.hours)
        if (!isMovedAgain) expect(movedId).toBe(plan.follow(id)?.id)
        if (movedId !== undefined) expect(editableAt(plan.event, movedId)).toBeDefined()
      }),
    )
  })
})
