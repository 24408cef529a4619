import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_TEXTS } from '@/lib/calendar/event-fields'
import { DAY, HOUR } from '../day'
import { type EventContent, spanForKind } from '../event'
import { type Override, type RecurrenceId, wallOfId } from '../series/recurrence'
import { ALL_TIME, occurrences, spanStartingAt } from '../series/series'
import type { Span } from '../span'
import { changedContent, contentOf, revertContent } from './content'
import { findMovedOccurrence } from './follow'
import { type EditPlan, type Scope, ScopeError } from './plan'
import { countAffected, editableAt, planDelete, planEdit } from './scope'

const NINE: Span = {
  type: 'timed',
  start: '2026-11-02T09:00:00',
  startZone: 'Europe/Berlin',
  end: '2026-11-02T10:00:00',
  endZone: 'Europe/Berlin',
}

/** A weekly series on Mondays from 2 November 2026. */
const CONTENT: EventContent = {
  kind: 'event',
  status: 'confirmed',
  ...NO_TEXTS,
  title: 'Swimming',
  location: 'Pool',
  color: null,
  visibility: 'default',
  busy: true,
  done: false,
  span: NINE,
  recurrence: { rules: ['FREQ=WEEKLY;BYDAY=MO'], dates: [], exclusions: [] },
  overrides: {},
  calendarId: 'family',
  attendees: [],
  unknown: [],
}

const series = (more: Partial<EventContent> = {}, ...rules: string[]): EventContent => ({
  ...CONTENT,
  ...more,
  recurrence: { ...CONTENT.recurrence!, ...(rules.length && { rules }), ...more.recurrence },
})

const at = (day: string, time = '09:00:00') => `${day}T${time}`
const on = (day: string, from = '09:00:00', to = '10:00:00'): Span => ({
  ...(NINE as Extract<Span, { type: 'timed' }>),
  start: at(day, from),
  end: at(day, to),
})

/** Returns the next starts of a series with their overrides. */
const shows = (content: EventContent | null, limit = 6) =>
  content &&
  occurrences(content, ALL_TIME, limit).map(
    ({ span, override }) => `${span.start.slice(5, 16)}${override?.title ? ` ${override.title}` : ''}`,
  )

describe('edits of this event', () => {
  it('adds an override to one occurrence and keeps the others', () => {
    const { event } = planEdit(CONTENT, at('2026-11-09'), 'this', { title: 'Diving', span: on('2026-11-10') })
    expect(event!.overrides).toEqual({ [at('2026-11-09')]: { title: 'Diving', span: on('2026-11-10') } })
    expect(shows(event, 3)).toEqual(['11-02T09:00', '11-10T09:00 Diving', '11-16T09:00'])
  })

  it('removes override fields equal to the series, and empty overrides', () => {
    const changed = planEdit(CONTENT, at('2026-11-09'), 'this', { title: 'Diving', busy: false }).event!
    const back = planEdit(changed, at('2026-11-09'), 'this', { title: 'Swimming' }).event!
    expect(back.overrides).toEqual({ [at('2026-11-09')]: { busy: false } })
    expect(planEdit(back, at('2026-11-09'), 'this', { busy: true }).event!.overrides).toEqual({})
  })

  it.each([{ kind: 'reminder' }, { calendarId: 'x' }, { rules: [] }, { visibility: 'private' }] as const)(
    'reject fields of the whole series: %o',
    (patch) => {
      expect(() => planEdit(CONTENT, at('2026-11-09'), 'this', patch as never)).toThrow(
        new ScopeError(Object.keys(patch)[0]!, 'whole_series'),
      )
    },
  )

  it('deletes one occurrence with its override', () => {
    const changed = planEdit(CONTENT, at('2026-11-09'), 'this', { title: 'Diving' }).event!
    const { event } = planDelete(changed, at('2026-11-09'), 'this')
    expect(event).toEqual(series({ recurrence: { ...CONTENT.recurrence!, exclusions: [at('2026-11-09')] } }))
    expect(editableAt(event!, at('2026-11-09'))).toBeUndefined()
  })

  it('deletes the event with its last occurrence', () => {
    const once = series({}, 'FREQ=WEEKLY;COUNT=2')
    const { event } = planDelete(once, at('2026-11-02'), 'this')
    expect(planDelete(event!, at('2026-11-09'), 'this').event).toBeNull()
  })
})

describe('edits of this and following events', () => {
  it('ends the series before the occurrence and starts another there', () => {
    const { event, split } = planEdit(CONTENT, at('2026-11-16'), 'following', { title: 'Diving' })
    expect(shows(event)).toEqual(['11-02T09:00', '11-09T09:00'])
    expect(event!.title).toBe('Swimming')
    expect(shows(split, 2)).toEqual(['11-16T09:00', '11-23T09:00'])
    expect(split).toMatchObject({ title: 'Diving', span: on('2026-11-16') })
  })

  it('edits the whole series if made at the first occurrence', () => {
    const { event, split } = planEdit(CONTENT, at('2026-11-02'), 'following', { title: 'Diving' })
    expect(split).toBeNull()
    expect(event).toEqual({ ...CONTENT, title: 'Diving' })
  })

  it('moves later exceptions to the new series and keeps earlier ones', () => {
    const content = series({
      overrides: { [at('2026-11-09')]: { title: 'Before' }, [at('2026-11-23')]: { title: 'After' } },
      recurrence: {
        rules: ['FREQ=WEEKLY;BYDAY=MO'],
        dates: [at('2026-12-25')],
        exclusions: [at('2026-11-30')],
      },
    })
    const plan = planEdit(content, at('2026-11-16'), 'following', {
      span: on('2026-11-17', '10:00:00', '11:00:00'),
    })
    expect(plan.event).toMatchObject({
      overrides: { [at('2026-11-09')]: { title: 'Before' } },
      recurrence: { dates: [], exclusions: [] },
    })
    expect(plan.split).toMatchObject({
      overrides: { [at('2026-11-24', '10:00:00')]: { title: 'After' } },
      recurrence: {
        rules: ['FREQ=WEEKLY;BYDAY=TU;WKST=TU'],
        dates: [at('2026-12-26', '10:00:00')],
        exclusions: [at('2026-12-01', '10:00:00')],
      },
    })
    expect(plan).toMatchObject({ kept: 2, dropped: 0 })
    expect(plan.follow(at('2026-11-09'))).toEqual({ id: at('2026-11-09'), split: false })
    expect(plan.follow(at('2026-11-23'))).toEqual({ id: at('2026-11-24', '10:00:00'), split: true })
  })

  it('divides COUNT between both series', () => {
    const { event, split } = planEdit(series({}, 'FREQ=WEEKLY;COUNT=5'), at('2026-11-16'), 'following', {
      busy: false,
    })
    expect(shows(event)).toEqual(['11-02T09:00', '11-09T09:00'])
    expect(split!.recurrence!.rules).toEqual(['FREQ=WEEKLY;COUNT=3'])
    expect(shows(split)).toEqual(['11-16T09:00', '11-23T09:00', '11-30T09:00'])
  })

  it('keeps the alternating weeks of INTERVAL=2', () => {
    const content = series({}, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH')
    const { split } = planEdit(content, at('2026-11-19'), 'following', { title: 'x' })
    expect(shows(split, 4)).toEqual(['11-19T09:00', '11-30T09:00', '12-03T09:00', '12-14T09:00'])
  })

  it('deletes the following occurrences, or all from the first on', () => {
    expect(shows(planDelete(CONTENT, at('2026-11-16'), 'following').event)).toEqual([
      '11-02T09:00',
      '11-09T09:00',
    ])
    expect(planDelete(CONTENT, at('2026-11-02'), 'following').event).toBeNull()
  })

  it('rejects a split if no single start continues all rules', () => {
    const two = series({}, 'FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;INTERVAL=3;BYDAY=WE')
    expect(() => planEdit(two, at('2026-11-16'), 'following', { title: 'x' })).toThrow(ScopeError)
  })
})

describe('edits of all events', () => {
  const moved = (content: EventContent, id: RecurrenceId, span: Span) =>
    planEdit(content, id, 'all', { span })

  it.each([
    ['FREQ=WEEKLY;BYDAY=MO', '2026-11-17', ['11-03T09:00', '11-10T09:00', '11-17T09:00']],
    ['FREQ=WEEKLY', '2026-11-17', ['11-03T09:00', '11-10T09:00', '11-17T09:00']],
    ['FREQ=WEEKLY;BYDAY=MO,WE,FR', '2026-11-17', ['11-03T09:00', '11-05T09:00', '11-07T09:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', '2026-11-19', ['11-05T09:00', '11-09T09:00', '11-19T09:00']],
    ['FREQ=DAILY;INTERVAL=7', '2026-11-18', ['11-04T09:00', '11-11T09:00', '11-18T09:00']],
    ['FREQ=DAILY;BYDAY=MO,TU', '2026-11-18', ['11-04T09:00', '11-05T09:00', '11-11T09:00']],
  ])('shifts %s if its occurrence on the 16th moves to %s', (rule, day, expected) => {
    expect(shows(moved(series({}, rule), at('2026-11-16'), on(day)).event, 3)).toEqual(expected)
  })

  it.each([
    ['FREQ=MONTHLY;BYMONTHDAY=2', '2026-12-02', '2026-12-05', ['11-05T09:00', '12-05T09:00', '01-05T09:00']],
    ['FREQ=MONTHLY', '2026-12-02', '2026-12-05', ['11-05T09:00', '12-05T09:00', '01-05T09:00']],
    ['FREQ=MONTHLY;BYDAY=1MO', '2026-12-07', '2026-12-08', ['11-10T09:00', '12-08T09:00', '01-12T09:00']],
    ['FREQ=YEARLY', '2027-11-02', '2027-12-02', ['12-02T09:00', '12-02T09:00', '12-02T09:00']],
    [
      'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2',
      '2027-11-02',
      '2027-12-24',
      ['12-24T09:00', '12-24T09:00', '12-24T09:00'],
    ],
  ])('shifts %s if its occurrence of %s moves to %s', (rule, from, to, expected) => {
    expect(shows(moved(series({}, rule), at(from), on(to)).event, 3)).toEqual(expected)
  })

  it('keep the last weekday of each month', () => {
    const last = series({ span: on('2026-11-30') }, 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO')
    const { event } = moved(last, at('2027-01-25'), on('2027-01-27'))
    expect(shows(event, 3)).toEqual(['11-25T09:00', '01-27T09:00', '03-31T09:00'])
  })

  it.each([
    ['FREQ=MONTHLY;BYMONTHDAY=2,16', '2026-11-16', '2026-11-17'],
    ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1', '2026-12-01', '2026-12-04'],
    ['FREQ=MONTHLY;BYMONTHDAY=2', '2026-12-02', '2026-11-30'],
    ['FREQ=YEARLY;BYYEARDAY=306', '2027-11-02', '2027-11-03'],
  ])('reject moving %s by days, and accept hours', (rule, from, to) => {
    const content = series({}, rule)
    expect(() => moved(content, at(from), on(to))).toThrow(new ScopeError('span', 'not_movable'))
    const later = moved(content, at(from), on(from, '11:00:00', '12:00:00')).event
    expect(shows(later, 1)).toEqual(['11-02T11:00'])
  })

  it('shift BYHOUR if all hours stay on their day', () => {
    const content = series({}, 'FREQ=DAILY;BYHOUR=9,18')
    const { event } = moved(content, at('2026-11-02', '18:00:00'), on('2026-11-02', '20:00:00', '21:00:00'))
    expect(shows(event, 3)).toEqual(['11-02T11:00', '11-02T20:00', '11-03T11:00'])
    for (const time of ['18:30:00', '08:00:00'])
      expect(() => moved(content, at('2026-11-02', '18:00:00'), on('2026-11-02', time, '23:00:00'))).toThrow(
        new ScopeError('span', 'not_movable'),
      )
  })

  it('shift UNTIL so that the last occurrence stays the last', () => {
    for (const until of ['20261116', '20261116T080000Z', '20261116T090000']) {
      const { event } = moved(
        series({}, `FREQ=WEEKLY;UNTIL=${until}`),
        at('2026-11-09'),
        on('2026-11-12', '20:00:00', '21:00:00'),
      )
      expect(shows(event), until).toEqual(['11-05T20:00', '11-12T20:00', '11-19T20:00'])
    }
  })

  it('keep fitting exceptions under their new ids, with their own times', () => {
    const content = series({
      overrides: {
        [at('2026-11-09')]: { title: 'Late', span: on('2026-11-09', '18:00:00', '19:00:00') },
        [at('2026-11-16')]: { title: 'Other' },
      },
      recurrence: { ...CONTENT.recurrence!, exclusions: [at('2026-11-23')] },
    })
    const plan = moved(content, at('2026-11-30'), on('2026-12-02', '11:00:00', '12:30:00'))
    expect(plan).toMatchObject({ kept: 3, dropped: 0 })
    expect(shows(plan.event, 5)).toEqual([
      '11-04T11:00',
      '11-09T18:00 Late',
      '11-18T11:00 Other',
      '12-02T11:00',
      '12-09T11:00',
    ])
  })

  it('move the start to the first occurrence of a new rule', () => {
    const { event } = planEdit(CONTENT, at('2026-11-16'), 'all', { rules: ['FREQ=MONTHLY;BYDAY=3TU'] })
    expect(shows(event, 2)).toEqual(['11-17T09:00', '12-15T09:00'])
  })

  it('do not shift exceptions to the first occurrence of a new rule', () => {
    const recurrence = { rules: ['FREQ=DAILY'], dates: [], exclusions: [at('2026-11-09')] }
    const content = series({ recurrence })
    const { event } = planEdit(content, at('2026-11-13'), 'all', { rules: ['FREQ=WEEKLY;BYDAY=FR'] })
    expect(shows(event, 3)).toEqual(['11-06T09:00', '11-13T09:00', '11-20T09:00'])
  })

  it('assign an id to one exception only, preferring the exact match', () => {
    const recurrence = {
      rules: ['FREQ=DAILY;BYHOUR=9,17'],
      dates: [],
      exclusions: [at('2026-11-05', '17:00:00')],
    }
    const overrides = {
      [at('2026-11-06')]: { title: 'Nine' },
      [at('2026-11-06', '17:00:00')]: { title: 'Five' },
    }
    const plan = planEdit(series({ recurrence, overrides }), at('2026-11-02'), 'all', {
      rules: ['FREQ=DAILY'],
    })
    expect(plan.event!.overrides).toEqual({ [at('2026-11-06')]: { title: 'Nine' } })
    expect(plan.dropped).toBe(1)
  })

  it('count exceptions that do not fit a new rule', () => {
    const content = series({
      overrides: { [at('2026-11-09')]: { title: 'A' }, [at('2026-11-16')]: { title: 'B' } },
    })
    const plan = planEdit(content, at('2026-11-02'), 'all', { rules: ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO'] })
    expect(plan).toMatchObject({ kept: 1, dropped: 1 })
    expect(shows(plan.event, 3)).toEqual(['11-02T09:00', '11-16T09:00 B', '11-30T09:00'])
  })

  it('change the title of the edited occurrence, and keep overridden titles of others', () => {
    const content = series({
      overrides: { [at('2026-11-09')]: { title: 'A' }, [at('2026-11-16')]: { title: 'B' } },
    })
    const { event } = planEdit(content, at('2026-11-09'), 'all', { title: 'All' })
    expect(event).toMatchObject({ title: 'All', overrides: { [at('2026-11-16')]: { title: 'B' } } })
    expect(Object.keys(event!.overrides)).toHaveLength(1)
  })

  it('reject moves beyond the supported years', () => {
    const content = series({ recurrence: { ...CONTENT.recurrence!, dates: [at('9998-12-30')] } })
    expect(() => moved(content, at('2026-11-09'), on('2026-11-16'))).toThrow(
      new ScopeError('span', 'not_movable'),
    )
  })

  it('remove the duration of the series and its exceptions if it becomes a reminder', () => {
    const dates = [`${at('2026-11-11', '10:00:00')}/${at('2026-11-11', '12:00:00')}`]
    const whole = series({ overrides: { [at('2026-11-09')]: { span: on('2026-11-10') } } })
    const { event } = planEdit({ ...whole, recurrence: { ...whole.recurrence!, dates } }, undefined, 'all', {
      kind: 'reminder',
      span: spanForKind('reminder', whole.span),
    })
    expect(event!.overrides[at('2026-11-09')]!.span).toEqual(on('2026-11-10', '09:00:00', '09:00:00'))
    expect(event!.recurrence!.dates).toEqual([at('2026-11-11', '10:00:00')])
  })

  it('limit the number of exceptions', () => {
    const ids = occurrences(CONTENT, ALL_TIME, 60).map(({ id }) => id)
    const whole = series({
      overrides: Object.fromEntries(ids.map((id) => [id, { description: 'x'.repeat(33_000) }])),
    })
    const longer = { description: 'y'.repeat(60_000) }
    expect(() => planEdit(whole, ids[3], 'this', longer)).toThrow('too_many_exceptions')
    expect(planEdit(whole, ids[3], 'following', { title: 'Other' }).kept).toBe(57)
  })

  it('convert between all-day and timed on the same days', () => {
    const content = series({ overrides: { [at('2026-11-16')]: { title: 'B' } } })
    const days: Span = { type: 'all-day', start: '2026-11-09', end: '2026-11-10' }
    const { event } = moved(content, at('2026-11-09'), days)
    expect(shows(event, 3)).toEqual(['11-02', '11-09', '11-16 B'])
    const back = moved(event!, '2026-11-09', on('2026-11-09'))
    expect(back.event).toEqual(content)
  })

  it('keep the wall time when moving to another zone', () => {
    const tokyo = { ...on('2026-11-09'), startZone: 'Asia/Tokyo', endZone: 'Asia/Tokyo' }
    const { event } = moved(CONTENT, at('2026-11-09'), tokyo)
    expect(event!.span).toEqual({ ...tokyo, start: at('2026-11-02'), end: at('2026-11-02', '10:00:00') })
  })

  it('keep only the edited occurrence if the recurrence is removed', () => {
    const content = series({
      overrides: { [at('2026-11-09')]: { title: 'A' }, [at('2026-11-16')]: { title: 'B' } },
    })
    const plan = planEdit(content, at('2026-11-09'), 'all', { rules: [] })
    expect(plan.event).toEqual({ ...CONTENT, title: 'A', recurrence: null, span: on('2026-11-09') })
    expect(plan.dropped).toBe(1)
  })

  it('convert a single event to a series', () => {
    const once = { ...CONTENT, recurrence: null }
    expect(planEdit(once, undefined, 'all', { rules: ['FREQ=WEEKLY;BYDAY=MO'] }).event).toEqual(CONTENT)
  })

  it('add a new attendee also to occurrences with overridden attendees', () => {
    const person = (userId: string) => ({ userId, email: null, name: null, status: 'accepted' as const })
    const content = series({
      attendees: [person('ann')],
      overrides: { [at('2026-11-09')]: { attendees: [person('ann'), person('ben')] } },
    })
    const { event } = planEdit(content, at('2026-11-16'), 'all', { attendees: [person('cat')] })
    expect(event!.overrides[at('2026-11-09')]!.attendees).toEqual([person('ben'), person('cat')])
  })
})

describe('countAffected', () => {
  const now = Date.parse('2026-11-10T00:00Z')
  it.each([
    ['FREQ=WEEKLY;COUNT=12', 'all', { count: 12, endless: false }],
    ['FREQ=WEEKLY;COUNT=12', 'following', { count: 10, endless: false }],
    ['FREQ=WEEKLY;COUNT=12', 'this', { count: 1, endless: false }],
    ['FREQ=WEEKLY', 'following', { count: 105, endless: true }],
    ['FREQ=WEEKLY', 'all', { count: 105, endless: true }],
  ] as const)('counts the affected occurrences of %s for the scope %s', (rule, scope, expected) => {
    expect(countAffected(series({}, rule), at('2026-11-16'), scope, now)).toEqual(expected)
  })
})

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
  const own = fc.record(
    {
      title: fc.constantFrom('A', 'B'),
      busy: fc.boolean(),
      span: fc
        .integer({ min: -40, max: 40 })
        .map((hours) => spanStartingAt(NINE, wallOfId(NINE.start) + hours * HOUR)),
    },
    { requiredKeys: [] },
  )
  const allDay: Span = { type: 'all-day', start: '2026-11-02', end: '2026-11-04' }
  const floating: Span = { type: 'floating', start: at('2026-11-02'), end: at('2026-11-02', '11:00:00') }
  const spans = fc.constantFrom(NINE, allDay, floating, {
    ...NINE,
    type: 'timed',
    startZone: 'Asia/Tokyo',
    endZone: 'America/New_York',
  } as Span)
  /** Generates a series with exceptions, and one of its occurrences. */
  const cases = fc
    .record({
      rule: rules,
      span: spans,
      exceptions: fc.array(fc.tuple(fc.nat(14), fc.option(own)), { maxLength: 5 }),
      pick: fc.nat(14),
    })
    .map(({ rule, span, exceptions, pick }) => {
      const subDaily = /HOUR/.test(rule)
      let content = series({ span: subDaily && span.type === 'all-day' ? NINE : span }, rule)
      const ids = occurrences(content, ALL_TIME, 15).map((one) => one.id)
      for (const [nth, override] of exceptions) {
        const id = ids[nth % ids.length]!
        if (!editableAt(content, id)) continue
        const plan = override
          ? planEdit(content, id, 'this', override as Override)
          : planDelete(content, id, 'this')
        content = plan.event ?? content
      }
      const left = occurrences(content, ALL_TIME, 15)
      return { content, id: left[pick % left.length]!.id }
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
  const scopes = fc.constantFrom<Scope>('this', 'following', 'all')
  const planned = (
    content: EventContent,
    id: string,
    scope: Scope,
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

  it('is undone exactly', () => {
    fc.assert(
      fc.property(cases, scopes, patches, ({ content, id }, scope, patch) => {
        const plan = planned(content, id, scope, patch)
        if (!plan?.event) return
        expect(revertContent(content, plan.event, plan.event)).toEqual({ content, kept: [] })
        expect({ ...content, ...changedContent(content, plan.event) }).toEqual(plan.event)
      }),
    )
  })

  it('shows the same occurrences before and after a mere split', () => {
    fc.assert(
      fc.property(cases, ({ content, id }) => {
        const plan = planned(content, id, 'following', { title: 'Split' })
        if (!plan) return
        const parts = [plan.event, plan.split].flatMap((part) =>
          part ? occurrences(part, ALL_TIME, 40) : [],
        )
        const expected = occurrences(content, ALL_TIME, 40)
        const key = ({ id, span }: { id: string; span: Span }) => `${id} ${JSON.stringify(span)}`
        const seen = new Set(parts.map(key))
        for (const one of expected) expect(seen).toContain(key(one))
        expect(new Set(parts.map((one) => one.id)).size).toBe(parts.length)
      }),
    )
  })

  it('keeps every exception or counts it as dropped', () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom<Scope>('following', 'all'),
        patches,
        ({ content, id }, scope, patch) => {
          const plan = planned(content, id, scope, patch)
          if (!plan) return
          const changed = (part: EventContent | null) => Object.keys(part?.overrides ?? {}).length
          const pruned = patch.title !== undefined || patch.days !== undefined || patch.hours !== undefined
          const left = changed(plan.event) + changed(plan.split) + plan.dropped
          if (pruned) expect(left).toBeLessThanOrEqual(changed(content))
          else expect(left).toBe(changed(content))
        },
      ),
    )
  })

  it('drops no exception when moving by hours or weeks', () => {
    const weekly = cases.filter(({ content }) =>
      /WEEKLY|FREQ=DAILY(;I|$)/.test(content.recurrence!.rules[0]!),
    )
    fc.assert(
      fc.property(
        weekly,
        fc.constantFrom<Scope>('following', 'all'),
        patches,
        ({ content, id }, scope, { rules: _, ...patch }) => {
          const plan = planned(content, id, scope, patch)
          expect(plan!.dropped).toBe(0)
        },
      ),
    )
  })

  it('maps ids of earlier versions to the edited series', () => {
    fc.assert(
      fc.property(cases, patches, ({ content, id }, { rules: _, ...patch }) => {
        const plan = planned(content, id, 'all', patch)
        if (!plan?.event) return
        const there = findMovedOccurrence(content, plan.event, id)
        // After a move based on an already moved occurrence, the series may start on a later day than requested. Two
        // versions alone do not reveal by how many days, so the occurrence may not be found.
        const carried = content.overrides[id]?.span !== undefined && (patch.days || patch.hours)
        if (!carried) expect(there).toBe(plan.follow(id)?.id)
        if (there !== undefined) expect(editableAt(plan.event, there)).toBeDefined()
      }),
    )
  })
})

describe('undo after others changed the series', () => {
  const id = at('2026-11-16')
  const deleted = planDelete(CONTENT, id, 'this').event!

  it('restores a deleted occurrence at the present time of the series', () => {
    const later = planEdit(deleted, at('2026-11-09'), 'all', {
      span: on('2026-11-10', '10:00:00', '11:00:00'),
    }).event!
    const { content, kept } = revertContent(CONTENT, deleted, later)
    expect(kept).toEqual([])
    expect(shows(content, 3)).toEqual(['11-03T10:00', '11-10T10:00', '11-17T10:00'])
  })

  it('reverts one exception and keeps others', () => {
    const both = planDelete(deleted, at('2026-11-23'), 'this').event!
    const { content } = revertContent(CONTENT, deleted, both)
    expect(content.recurrence!.exclusions).toEqual([at('2026-11-23')])
  })

  it('does not revert a move after another move, and reports it', () => {
    const first = planEdit(CONTENT, id, 'all', { span: on('2026-11-17'), title: 'T' }).event!
    const second = planEdit(first, at('2026-11-17'), 'all', { span: on('2026-11-18') }).event!
    const { content, kept } = revertContent(CONTENT, first, second)
    expect(kept).toEqual(['span'])
    expect(content).toEqual({ ...second, title: 'Swimming' })
  })
})

describe('contentOf', () => {
  it('accepts snapshots without overrides', () => {
    const { overrides: _, unknown: __, ...old } = { ...CONTENT, recurrence: null }
    const snapshot = { ...old, id: 'a', uid: 'a', createdBy: null, version: 1 }
    expect(contentOf(snapshot as never)).toEqual({ ...CONTENT, recurrence: null, hiddenFrom: [] })
  })
})
