import { describe, expect, it } from 'vitest'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { CalendarObject, EventSnapshot } from '@/lib/calendar/event'
import { NO_TEXTS } from '@/lib/calendar/event-fields'
import type { AnsweredParticipant } from '@/lib/calendar/participant'
import { accountsIn, withAccounts, withoutAccounts } from '@/lib/calendar/portable'
import { changedAnswers, contentWithin } from '../calendar-object'
import type { ExistingEvent, ExistingEvents } from './import-plan'
import { planImport } from './plan'
import type { IncomingEvent } from './received'

type Content = CalendarObject

const content = (more: Partial<Content> = {}): Content => ({
  kind: 'event',
  status: 'confirmed',
  ...NO_TEXTS,
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

const file = (
  more: Partial<Content> = {},
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

const none: ExistingEvents = { byUid: new Map(), byId: new Map() }

const ours = (
  more: Partial<EventSnapshot<AnsweredParticipant>> = {},
  properties: Partial<ExistingEvent> = {},
): ExistingEvents => {
  const { calendarId = 'c', id = 'i', sequence = 1, createdBy = null, ...fields } = more
  const object = { ...content(), ...fields } as Content
  const event: EventSnapshot = {
    ...contentWithin(object),
    ...{ id, uid: 'u', splitFrom: null, sequence, createdBy, version: 3, calendarId },
  }
  const stated = changedAnswers(contentWithin(object), [], object)
  const answers = stated.map((answer): StoredAnswer => ({ ...answer, id: '', source: 'import' }))
  const existing: ExistingEvent = {
    ...{ event, answers, writable: true, received: null, sequence: event.sequence, parts: [] },
    ...properties,
  }
  return { byUid: new Map([['u', [existing]]]), byId: new Map([['i', existing]]) }
}

const nobody = { known: () => false, own: null }
const ANNA = '01a1fd2c-411b-714f-96dd-b5b846713965'
const guest = (email: string): AnsweredParticipant => ({
  userId: null,
  email,
  name: null,
  status: 'accepted',
})
const anna: AnsweredParticipant = { userId: ANNA, email: null, name: null, status: 'declined' }

const outcome = (...args: Parameters<typeof planImport>) => {
  const [plan] = planImport(...args)
  return plan!.outcome === 'skipped' ? plan!.reason : plan!.outcome
}

describe('planImport', () => {
  it('distinguishes new, unchanged, changed and older events', () => {
    expect(outcome([file()], none, nobody)).toBe('new')
    expect(outcome([file()], ours(), nobody)).toBe('unchanged')
    expect(outcome([file({}, 0)], ours(), nobody)).toBe('unchanged')
    expect(outcome([file({}, 9)], ours(), nobody)).toBe('unchanged')
    expect(outcome([file({ title: 'Lunch' })], ours(), nobody)).toBe('changed')
    expect(outcome([file({ title: 'Lunch' }, 2)], ours(), nobody)).toBe('changed')
    expect(outcome([file({ title: 'Lunch' }, 0)], ours(), nobody)).toBe('older')
  })

  it('skips events that the importer cannot write, and duplicates', () => {
    expect(outcome([file({ title: 'Lunch' }, 9)], ours({}, { writable: false }), nobody)).toBe('taken')
    expect(planImport([file(), file()], none, nobody).map((plan) => plan.outcome)).toEqual(['new', 'skipped'])
  })

  it('treats reordered content as unchanged', () => {
    const recurrence = { rules: ['FREQ=DAILY'], dates: ['2026-12-02', '2026-12-01'], exclusions: [] }
    const received = {
      attendees: [guest('a@x'), guest('b@x')],
      unknown: [['b', { x: 1, y: 2 }], ['a']],
      recurrence,
    }
    const kept = {
      attendees: [guest('b@x'), guest('a@x')],
      unknown: [['a'], ['b', { y: 2, x: 1 }]],
      recurrence: { ...recurrence, dates: recurrence.dates.toReversed() },
    }
    expect(outcome([file(received)], ours(kept), nobody)).toBe('unchanged')
  })

  it('replaces an attendee by an account only for the importer’s own address', () => {
    const existing = ours({ attendees: [anna] })
    const own = { known: () => false, own: { userId: ANNA, email: 'anna@x' } }
    expect(outcome([file({ attendees: [guest('anna@x')] })], existing, own)).toBe('unchanged')
    const [plan] = planImport([file({ attendees: [guest('anna@x'), guest('b@x')] })], existing, own)
    expect(plan).toMatchObject({ outcome: 'changed', content: { attendees: [anna, guest('b@x')] } })
    expect(outcome([file({ attendees: [guest('anna@x')] })], existing, nobody)).toBe('changed')
  })

  it('ignores spelling: INTERVAL=1, the order of rule parts, and overrides that repeat the series', () => {
    const series = { rules: ['FREQ=WEEKLY;BYDAY=MO,TH'], dates: [], exclusions: [] }
    const received = { rules: ['BYDAY=TH,MO;INTERVAL=1;FREQ=WEEKLY;WKST=MO'], dates: [], exclusions: [] }
    const existing = ours({ recurrence: series })
    const overrides = { '2026-11-26': { title: 'Dinner' } }
    expect(outcome([file({ recurrence: received, overrides })], existing, nobody)).toBe('unchanged')
  })
})

describe('accounts in files', () => {
  const series = content({
    recurrence: { rules: ['FREQ=DAILY'], dates: [], exclusions: [] },
    attendees: [anna, guest('b@x')],
    unknown: [['x-a', {}, 'text', 'kept']],
    overrides: { '2026-11-22': { attendees: [anna] }, '2026-11-23': { title: 'Other' } },
  })
  const left = withoutAccounts(series, () => 'Anna')

  it('exports accounts by name and matches them again if known', () => {
    expect(JSON.stringify(left)).not.toContain('"userId":"')
    expect(left.attendees).toContainEqual({ userId: null, email: null, name: 'Anna', status: 'declined' })
    expect([...new Set(accountsIn(left))]).toEqual([ANNA])
    expect(withAccounts(left, (id) => id === ANNA)).toEqual(series)
  })

  it('stay guests if unknown, and are exported unchanged', () => {
    const stranger = withAccounts(left, () => false)
    expect(stranger).toEqual(left)
    expect(withoutAccounts(stranger, () => 'never asked')).toEqual(left)
  })

  it('attend once, even if the file repeats them', () => {
    const twice = { ...left, unknown: [left.unknown[0], ...left.unknown], overrides: {} }
    const people = withAccounts({ ...twice, attendees: [left.attendees[0]!, left.attendees[0]!] }, () => true)
    expect(people.attendees.filter(({ userId }) => userId === ANNA)).toHaveLength(1)
  })
})
