import { describe, expect, it } from 'vitest'
import { type EventContent, spanForKind } from '../event'
import type { RecurrenceId } from '../series/recurrence'
import { ALL_TIME, occurrences } from '../series/series'
import type { Span } from '../span'
import { at, series, spanOn, startsAndTitles, WEEKLY } from './edits.test.series'
import { ScopeError } from './plan'
import { planEdit } from './scope'

describe('planEdit of all events', () => {
  const planMove = (content: EventContent, id: RecurrenceId, span: Span) =>
    planEdit(content, id, 'all', { span })

  it.each([
    ['FREQ=WEEKLY;BYDAY=MO', '2026-11-17', ['11-03T09:00', '11-10T09:00', '11-17T09:00']],
    ['FREQ=WEEKLY', '2026-11-17', ['11-03T09:00', '11-10T09:00', '11-17T09:00']],
    ['FREQ=WEEKLY;BYDAY=MO,WE,FR', '2026-11-17', ['11-03T09:00', '11-05T09:00', '11-07T09:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', '2026-11-19', ['11-05T09:00', '11-09T09:00', '11-19T09:00']],
    ['FREQ=DAILY;INTERVAL=7', '2026-11-18', ['11-04T09:00', '11-11T09:00', '11-18T09:00']],
    ['FREQ=DAILY;BYDAY=MO,TU', '2026-11-18', ['11-04T09:00', '11-05T09:00', '11-11T09:00']],
  ])('shifts %s when its occurrence on the 16th moves to %s', (rule, day, expected) => {
    expect(startsAndTitles(planMove(series({}, rule), at('2026-11-16'), spanOn(day)).event, 3)).toEqual(
      expected,
    )
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
  ])('shifts %s when its occurrence on %s moves to %s', (rule, from, to, expected) => {
    expect(startsAndTitles(planMove(series({}, rule), at(from), spanOn(to)).event, 3)).toEqual(expected)
  })

  it('shifts the last Monday of a month to the last Wednesday', () => {
    const last = series({ span: spanOn('2026-11-30') }, 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO')
    const { event } = planMove(last, at('2027-01-25'), spanOn('2027-01-27'))
    expect(startsAndTitles(event, 3)).toEqual(['11-25T09:00', '01-27T09:00', '03-31T09:00'])
  })

  it.each([
    ['FREQ=MONTHLY;BYMONTHDAY=2,16', '2026-11-16', '2026-11-17'],
    ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1', '2026-12-01', '2026-12-04'],
    ['FREQ=MONTHLY;BYMONTHDAY=2', '2026-12-02', '2026-11-30'],
    ['FREQ=YEARLY;BYYEARDAY=306', '2027-11-02', '2027-11-03'],
  ])('rejects moving %s from %s to %s, and accepts another hour of the same day', (rule, from, to) => {
    const content = series({}, rule)
    expect(() => planMove(content, at(from), spanOn(to))).toThrow(new ScopeError('span', 'not_movable'))
    const later = planMove(content, at(from), spanOn(from, '11:00:00', '12:00:00')).event
    expect(startsAndTitles(later, 1)).toEqual(['11-02T11:00'])
  })

  it('shifts BYHOUR, and rejects a move by which an hour would leave its day', () => {
    const content = series({}, 'FREQ=DAILY;BYHOUR=9,18')
    const { event } = planMove(
      content,
      at('2026-11-02', '18:00:00'),
      spanOn('2026-11-02', '20:00:00', '21:00:00'),
    )
    expect(startsAndTitles(event, 3)).toEqual(['11-02T11:00', '11-02T20:00', '11-03T11:00'])
    for (const time of ['18:30:00', '08:00:00'])
      expect(() =>
        planMove(content, at('2026-11-02', '18:00:00'), spanOn('2026-11-02', time, '23:00:00')),
      ).toThrow(new ScopeError('span', 'not_movable'))
  })

  it('shifts UNTIL with the series, so that no occurrence is lost or added', () => {
    for (const until of ['20261116', '20261116T080000Z', '20261116T090000']) {
      const { event } = planMove(
        series({}, `FREQ=WEEKLY;UNTIL=${until}`),
        at('2026-11-09'),
        spanOn('2026-11-12', '20:00:00', '21:00:00'),
      )
      expect(startsAndTitles(event), until).toEqual(['11-05T20:00', '11-12T20:00', '11-19T20:00'])
    }
  })

  it('keeps exceptions when the series moves, under new ids and with their own times', () => {
    const content = series({
      overrides: {
        [at('2026-11-09')]: { title: 'Late', span: spanOn('2026-11-09', '18:00:00', '19:00:00') },
        [at('2026-11-16')]: { title: 'Other' },
      },
      recurrence: { ...WEEKLY.recurrence!, exclusions: [at('2026-11-23')] },
    })
    const plan = planMove(content, at('2026-11-30'), spanOn('2026-12-02', '11:00:00', '12:30:00'))
    expect(plan).toMatchObject({ kept: 3, dropped: 0 })
    expect(startsAndTitles(plan.event, 5)).toEqual([
      '11-04T11:00',
      '11-09T18:00 Late',
      '11-18T11:00 Other',
      '12-02T11:00',
      '12-09T11:00',
    ])
  })

  it('moves the start of a series to the first occurrence of a new rule', () => {
    const { event } = planEdit(WEEKLY, at('2026-11-16'), 'all', { rules: ['FREQ=MONTHLY;BYDAY=3TU'] })
    expect(startsAndTitles(event, 2)).toEqual(['11-17T09:00', '12-15T09:00'])
  })

  it('keeps exclusions on their dates when a new rule moves the start', () => {
    const recurrence = { rules: ['FREQ=DAILY'], dates: [], exclusions: [at('2026-11-09')] }
    const content = series({ recurrence })
    const { event } = planEdit(content, at('2026-11-13'), 'all', { rules: ['FREQ=WEEKLY;BYDAY=FR'] })
    expect(startsAndTitles(event, 3)).toEqual(['11-06T09:00', '11-13T09:00', '11-20T09:00'])
  })

  it('keeps the exception at exactly the new time if two exceptions get the same id', () => {
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

  it('drops exceptions without an occurrence of the new rule, and counts them', () => {
    const content = series({
      overrides: { [at('2026-11-09')]: { title: 'A' }, [at('2026-11-16')]: { title: 'B' } },
    })
    const plan = planEdit(content, at('2026-11-02'), 'all', { rules: ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO'] })
    expect(plan).toMatchObject({ kept: 1, dropped: 1 })
    expect(startsAndTitles(plan.event, 3)).toEqual(['11-02T09:00', '11-16T09:00 B', '11-30T09:00'])
  })

  it('replaces an overridden title of the edited occurrence, and keeps those of others', () => {
    const content = series({
      overrides: { [at('2026-11-09')]: { title: 'A' }, [at('2026-11-16')]: { title: 'B' } },
    })
    const { event } = planEdit(content, at('2026-11-09'), 'all', { title: 'All' })
    expect(event).toMatchObject({ title: 'All', overrides: { [at('2026-11-16')]: { title: 'B' } } })
    expect(Object.keys(event!.overrides)).toHaveLength(1)
  })

  it('rejects a move of RDATEs beyond the supported years', () => {
    const content = series({ recurrence: { ...WEEKLY.recurrence!, dates: [at('9998-12-30')] } })
    expect(() => planMove(content, at('2026-11-09'), spanOn('2026-11-16'))).toThrow(
      new ScopeError('span', 'not_movable'),
    )
  })

  it('removes the durations of a series, its RDATEs and its exceptions when it becomes a reminder', () => {
    const dates = [`${at('2026-11-11', '10:00:00')}/${at('2026-11-11', '12:00:00')}`]
    const content = series({ overrides: { [at('2026-11-09')]: { span: spanOn('2026-11-10') } } })
    const { event } = planEdit(
      { ...content, recurrence: { ...content.recurrence!, dates } },
      undefined,
      'all',
      {
        kind: 'reminder',
        span: spanForKind('reminder', content.span),
      },
    )
    expect(event!.overrides[at('2026-11-09')]!.span).toEqual(spanOn('2026-11-10', '09:00:00', '09:00:00'))
    expect(event!.recurrence!.dates).toEqual([at('2026-11-11', '10:00:00')])
  })

  it('rejects exceptions that become too large, and accepts a split of them', () => {
    const ids = occurrences(WEEKLY, ALL_TIME, 60).map(({ id }) => id)
    const content = series({
      overrides: Object.fromEntries(ids.map((id) => [id, { description: 'x'.repeat(33_000) }])),
    })
    const longer = { description: 'y'.repeat(60_000) }
    expect(() => planEdit(content, ids[3], 'this', longer)).toThrow('too_many_exceptions')
    expect(planEdit(content, ids[3], 'following', { title: 'Other' }).kept).toBe(57)
  })

  it('converts a series to all-day and back on the same days', () => {
    const content = series({ overrides: { [at('2026-11-16')]: { title: 'B' } } })
    const days: Span = { type: 'all-day', start: '2026-11-09', end: '2026-11-10' }
    const { event } = planMove(content, at('2026-11-09'), days)
    expect(startsAndTitles(event, 3)).toEqual(['11-02', '11-09', '11-16 B'])
    const back = planMove(event!, '2026-11-09', spanOn('2026-11-09'))
    expect(back.event).toEqual(content)
  })

  it('keeps the wall time when a series moves to another zone', () => {
    const tokyo = { ...spanOn('2026-11-09'), startZone: 'Asia/Tokyo', endZone: 'Asia/Tokyo' }
    const { event } = planMove(WEEKLY, at('2026-11-09'), tokyo)
    expect(event!.span).toEqual({ ...tokyo, start: at('2026-11-02'), end: at('2026-11-02', '10:00:00') })
  })

  it('keeps only the edited occurrence when the recurrence is removed', () => {
    const content = series({
      overrides: { [at('2026-11-09')]: { title: 'A' }, [at('2026-11-16')]: { title: 'B' } },
    })
    const plan = planEdit(content, at('2026-11-09'), 'all', { rules: [] })
    expect(plan.event).toEqual({ ...WEEKLY, title: 'A', recurrence: null, span: spanOn('2026-11-09') })
    expect(plan.dropped).toBe(1)
  })

  it('converts a single event to a series', () => {
    const once = { ...WEEKLY, recurrence: null }
    expect(planEdit(once, undefined, 'all', { rules: ['FREQ=WEEKLY;BYDAY=MO'] }).event).toEqual(WEEKLY)
  })

  it('applies a change of attendees also to occurrences with overridden attendees', () => {
    const person = (userId: string) => ({ userId, email: null, name: null, status: 'accepted' as const })
    const content = series({
      attendees: [person('ann')],
      overrides: { [at('2026-11-09')]: { attendees: [person('ann'), person('ben')] } },
    })
    const { event } = planEdit(content, at('2026-11-16'), 'all', { attendees: [person('cat')] })
    expect(event!.overrides[at('2026-11-09')]!.attendees).toEqual([person('ben'), person('cat')])
  })
})
