import { describe, expect, it } from 'vitest'
import { at, series, spanOn, startsAndTitles, WEEKLY } from './edits.test.series'
import { ScopeError } from './plan'
import { countAffected, editableAt, planDelete, planEdit } from './scope'

describe('edits of this event', () => {
  it('adds an override to one occurrence and keeps the others', () => {
    const { event } = planEdit(WEEKLY, at('2026-11-09'), 'this', {
      title: 'Diving',
      span: spanOn('2026-11-10'),
    })
    expect(event!.overrides).toEqual({ [at('2026-11-09')]: { title: 'Diving', span: spanOn('2026-11-10') } })
    expect(startsAndTitles(event, 3)).toEqual(['11-02T09:00', '11-10T09:00 Diving', '11-16T09:00'])
  })

  it('removes override fields equal to the series, and empty overrides', () => {
    const changed = planEdit(WEEKLY, at('2026-11-09'), 'this', { title: 'Diving', busy: false }).event!
    const back = planEdit(changed, at('2026-11-09'), 'this', { title: 'Swimming' }).event!
    expect(back.overrides).toEqual({ [at('2026-11-09')]: { busy: false } })
    expect(planEdit(back, at('2026-11-09'), 'this', { busy: true }).event!.overrides).toEqual({})
  })

  it.each([{ kind: 'reminder' }, { calendarId: 'x' }, { rules: [] }, { visibility: 'private' }] as const)(
    'rejects fields of the whole series in an edit of one occurrence: %o',
    (patch) => {
      expect(() => planEdit(WEEKLY, at('2026-11-09'), 'this', patch as never)).toThrow(
        new ScopeError(Object.keys(patch)[0]!, 'whole_series'),
      )
    },
  )

  it('deletes one occurrence with its override', () => {
    const changed = planEdit(WEEKLY, at('2026-11-09'), 'this', { title: 'Diving' }).event!
    const { event } = planDelete(changed, at('2026-11-09'), 'this')
    expect(event).toEqual(series({ recurrence: { ...WEEKLY.recurrence!, exclusions: [at('2026-11-09')] } }))
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
    const { event, split } = planEdit(WEEKLY, at('2026-11-16'), 'following', { title: 'Diving' })
    expect(startsAndTitles(event)).toEqual(['11-02T09:00', '11-09T09:00'])
    expect(event!.title).toBe('Swimming')
    expect(startsAndTitles(split, 2)).toEqual(['11-16T09:00', '11-23T09:00'])
    expect(split).toMatchObject({ title: 'Diving', span: spanOn('2026-11-16') })
  })

  it('edits the whole series if "this and following" begins at the first occurrence', () => {
    const { event, split } = planEdit(WEEKLY, at('2026-11-02'), 'following', { title: 'Diving' })
    expect(split).toBeNull()
    expect(event).toEqual({ ...WEEKLY, title: 'Diving' })
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
      span: spanOn('2026-11-17', '10:00:00', '11:00:00'),
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
    expect(startsAndTitles(event)).toEqual(['11-02T09:00', '11-09T09:00'])
    expect(split!.recurrence!.rules).toEqual(['FREQ=WEEKLY;COUNT=3'])
    expect(startsAndTitles(split)).toEqual(['11-16T09:00', '11-23T09:00', '11-30T09:00'])
  })

  it('keeps the alternating weeks of INTERVAL=2', () => {
    const content = series({}, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH')
    const { split } = planEdit(content, at('2026-11-19'), 'following', { title: 'x' })
    expect(startsAndTitles(split, 4)).toEqual(['11-19T09:00', '11-30T09:00', '12-03T09:00', '12-14T09:00'])
  })

  it('deletes the following occurrences, or all from the first on', () => {
    expect(startsAndTitles(planDelete(WEEKLY, at('2026-11-16'), 'following').event)).toEqual([
      '11-02T09:00',
      '11-09T09:00',
    ])
    expect(planDelete(WEEKLY, at('2026-11-02'), 'following').event).toBeNull()
  })

  it('rejects a split if no single start continues all rules', () => {
    const two = series({}, 'FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;INTERVAL=3;BYDAY=WE')
    expect(() => planEdit(two, at('2026-11-16'), 'following', { title: 'x' })).toThrow(ScopeError)
  })
})

describe('countAffected', () => {
  const now = Date.parse('2026-11-10T00:00Z')
  it.each([
    ['FREQ=WEEKLY;COUNT=12', 'all', { count: 12, isEndless: false }],
    ['FREQ=WEEKLY;COUNT=12', 'following', { count: 10, isEndless: false }],
    ['FREQ=WEEKLY;COUNT=12', 'this', { count: 1, isEndless: false }],
    ['FREQ=WEEKLY', 'following', { count: 105, isEndless: true }],
    ['FREQ=WEEKLY', 'all', { count: 105, isEndless: true }],
  ] as const)('counts the affected occurrences of %s for the scope %s', (rule, scope, expected) => {
    expect(countAffected(series({}, rule), at('2026-11-16'), scope, now)).toEqual(expected)
  })
})
