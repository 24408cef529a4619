import { describe, expect, it } from 'vitest'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { CalendarObject, EventSnapshot } from '@/lib/calendar/event'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import type { AnsweredParticipant } from '@/lib/calendar/participant'
import { accountsIn, withAccounts, withoutAccounts } from '@/lib/calendar/portable'
import { changedAnswers, withoutAnswers } from '../calendar-object'
import type { ExistingEvent, ExistingEvents } from './import-plan'
import { planFileImport } from './plan'
import type { IncomingEvent } from './received'

const content = (more: Partial<CalendarObject> = {}): CalendarObject => ({
  kind: 'event',
  status: 'confirmed',
  ...NO_TEXTS,
  ...DEFAULT_GUEST_OPTIONS,
  title: 'Dinner',
  color: null,
  visibility: 'default',
  busy: true,
  done: false,
  span: { type: 'all-day', start: '2026-11-21', end: '2026-11-22' },
  recurrence: null,
  overrides: {},
  attendees: [],
  unknown: [],
  ...more,
})

const incomingEvent = (
  more: Partial<CalendarObject> = {},
  sequence = 1,
  properties: Partial<IncomingEvent> = {},
): IncomingEvent => ({
  ...{
    uid: 'u',
    kindayId: null,
    published: false,
    versions: {},
    instances: null,
    sequence,
    lastModified: null,
    stamp: null,
  },
  content: content(more),
  ...properties,
})

const noEvents: ExistingEvents = { byUid: new Map(), byId: new Map() }

const existingWith = (
  more: Partial<EventSnapshot<AnsweredParticipant>> = {},
  properties: Partial<ExistingEvent> = {},
): ExistingEvents => {
  const { calendarId = 'c', id = 'i', sequence = 1, createdBy = null, ...fields } = more
  const object = { ...content(), ...fields } as CalendarObject
  const event: EventSnapshot = {
    ...withoutAnswers(object),
    ...{ id, uid: 'u', splitFrom: null, sequence, createdBy, version: 3, calendarId },
  }
  const changed = changedAnswers(withoutAnswers(object), [], object)
  const answers = changed.map((answer): StoredAnswer => ({ ...answer, id: '', source: 'import' }))
  const existing: ExistingEvent = {
    ...{ event, answers, managed: [], isWritable: true, received: null, sequence: event.sequence, parts: [] },
    ...properties,
  }
  return { byUid: new Map([['u', [existing]]]), byId: new Map([['i', existing]]) }
}

const noAccounts = { isKnown: () => false, importer: null }
const ANNA = '01a1fd2c-411b-714f-96dd-b5b846713965'
const guest = (email: string): AnsweredParticipant => ({
  userId: null,
  email,
  name: null,
  status: 'accepted',
})
const anna: AnsweredParticipant = { userId: ANNA, email: null, name: null, status: 'declined' }

/** Returns the outcome for the first event, or why it is skipped. */
const outcomeOf = (...args: Parameters<typeof planFileImport>) => {
  const [plan] = planFileImport(...args)
  return plan!.outcome === 'skipped' ? plan!.reason : plan!.outcome
}

describe('planFileImport', () => {
  it('distinguishes new, unchanged, changed and older events', () => {
    expect(outcomeOf([incomingEvent()], noEvents, noAccounts)).toBe('new')
    expect(outcomeOf([incomingEvent()], existingWith(), noAccounts)).toBe('unchanged')
    expect(outcomeOf([incomingEvent({}, 0)], existingWith(), noAccounts)).toBe('unchanged')
    expect(outcomeOf([incomingEvent({}, 9)], existingWith(), noAccounts)).toBe('unchanged')
    expect(outcomeOf([incomingEvent({ title: 'Lunch' })], existingWith(), noAccounts)).toBe('changed')
    expect(outcomeOf([incomingEvent({ title: 'Lunch' }, 2)], existingWith(), noAccounts)).toBe('changed')
    expect(outcomeOf([incomingEvent({ title: 'Lunch' }, 0)], existingWith(), noAccounts)).toBe('older')
  })

  it('skips events that the importer cannot write, and duplicates', () => {
    expect(
      outcomeOf([incomingEvent({ title: 'Lunch' }, 9)], existingWith({}, { isWritable: false }), noAccounts),
    ).toBe('other_calendar')
    expect(
      planFileImport([incomingEvent(), incomingEvent()], noEvents, noAccounts).map((plan) => plan.outcome),
    ).toEqual(['new', 'skipped'])
  })

  it('treats reordered content as unchanged', () => {
    const recurrence = { rules: ['FREQ=DAILY'], dates: ['2026-12-02', '2026-12-01'], exclusions: [] }
    const received = {
      attendees: [guest('a@x'), guest('b@x')],
      unknown: [['b', { x: 1, y: 2 }], ['a']],
      recurrence,
    }
    const stored = {
      attendees: [guest('b@x'), guest('a@x')],
      unknown: [['a'], ['b', { y: 2, x: 1 }]],
      recurrence: { ...recurrence, dates: recurrence.dates.toReversed() },
    }
    expect(outcomeOf([incomingEvent(received)], existingWith(stored), noAccounts)).toBe('unchanged')
  })

  it('replaces an attendee by an account only for the importer’s own address', () => {
    const existing = existingWith({ attendees: [anna] })
    const people = { isKnown: () => false, importer: { userId: ANNA, email: 'anna@x' } }
    expect(outcomeOf([incomingEvent({ attendees: [guest('anna@x')] })], existing, people)).toBe('unchanged')
    const [plan] = planFileImport(
      [incomingEvent({ attendees: [guest('anna@x'), guest('b@x')] })],
      existing,
      people,
    )
    expect(plan).toMatchObject({ outcome: 'changed', content: { attendees: [anna, guest('b@x')] } })
    expect(outcomeOf([incomingEvent({ attendees: [guest('anna@x')] })], existing, noAccounts)).toBe('changed')
  })

  it('treats INTERVAL=1, another order of rule parts, and overrides equal to the series as unchanged', () => {
    const series = { rules: ['FREQ=WEEKLY;BYDAY=MO,TH'], dates: [], exclusions: [] }
    const received = { rules: ['BYDAY=TH,MO;INTERVAL=1;FREQ=WEEKLY;WKST=MO'], dates: [], exclusions: [] }
    const existing = existingWith({ recurrence: series })
    const overrides = { '2026-11-26': { title: 'Dinner' } }
    expect(outcomeOf([incomingEvent({ recurrence: received, overrides })], existing, noAccounts)).toBe(
      'unchanged',
    )
  })
})

describe('accounts in files', () => {
  const series = content({
    recurrence: { rules: ['FREQ=DAILY'], dates: [], exclusions: [] },
    attendees: [anna, guest('b@x')],
    unknown: [['x-a', {}, 'text', 'kept']],
    overrides: { '2026-11-22': { attendees: [anna] }, '2026-11-23': { title: 'Other' } },
  })
  const exported = withoutAccounts(series, () => 'Anna')

  it('exports accounts by name and matches them again if known', () => {
    expect(JSON.stringify(exported)).not.toContain('"userId":"')
    expect(exported.attendees).toContainEqual({ userId: null, email: null, name: 'Anna', status: 'declined' })
    expect([...new Set(accountsIn(exported))]).toEqual([ANNA])
    expect(withAccounts(exported, (id) => id === ANNA)).toEqual(series)
  })

  it('imports unknown accounts as guests and exports them unchanged', () => {
    const imported = withAccounts(exported, () => false)
    expect(imported).toEqual(exported)
    expect(withoutAccounts(imported, () => 'unused')).toEqual(exported)
  })

  it('imports one attendee if the file contains the same account several times', () => {
    const twice = { ...exported, unknown: [exported.unknown[0], ...exported.unknown], overrides: {} }
    const people = withAccounts(
      { ...twice, attendees: [exported.attendees[0]!, exported.attendees[0]!] },
      () => true,
    )
    expect(people.attendees.filter(({ userId }) => userId === ANNA)).toHaveLength(1)
  })
})
