import { describe, expect, it } from 'vitest'
import type { EventContent, EventSnapshot } from './event'
import { type Existing, planImport } from './import-plan'
import type { Participant } from './participant'
import { accountsIn, withAccounts, withoutAccounts } from './portable'

type Content = Omit<EventContent, 'calendarId'>

const content = (more: Partial<Content> = {}): Content => ({
  kind: 'event',
  status: 'confirmed',
  title: 'Dinner',
  description: '',
  location: '',
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

const file = (more: Partial<Content> = {}, sequence = 1) => ({ uid: 'u', sequence, content: content(more) })

const ours = (more: Partial<EventSnapshot> = {}, rest: Partial<Existing> = {}): Map<string, Existing> => {
  const event: EventSnapshot = {
    ...content(),
    ...{ id: 'i', uid: 'u', splitFrom: null, sequence: 1, createdBy: null, version: 3, calendarId: 'c' },
    ...more,
  }
  return new Map([['u', { event, writable: true, emails: new Map(), ...rest }]])
}

const nobody = () => false
const ANNA = '01a1fd2c-411b-714f-96dd-b5b846713965'
const guest = (email: string): Participant => ({ userId: null, email, name: null, status: 'accepted' })
const anna: Participant = { userId: ANNA, email: null, name: null, status: 'declined' }

const outcome = (...args: Parameters<typeof planImport>) => {
  const [plan] = planImport(...args)
  return plan!.outcome === 'skipped' ? plan!.reason : plan!.outcome
}

describe('planImport', () => {
  it('tells new, unchanged, changed and older apart', () => {
    expect(outcome([file()], new Map(), nobody)).toBe('new')
    expect(outcome([file()], ours(), nobody)).toBe('unchanged')
    expect(outcome([file({}, 0)], ours(), nobody)).toBe('unchanged')
    expect(outcome([file({}, 9)], ours(), nobody)).toBe('unchanged')
    expect(outcome([file({ title: 'Lunch' })], ours(), nobody)).toBe('changed')
    expect(outcome([file({ title: 'Lunch' }, 2)], ours(), nobody)).toBe('changed')
    expect(outcome([file({ title: 'Lunch' }, 0)], ours(), nobody)).toBe('older')
  })

  it('leaves alone what is not the importer’s, and what comes twice', () => {
    expect(outcome([file({ title: 'Lunch' }, 9)], ours({}, { writable: false }), nobody)).toBe('taken')
    expect(planImport([file(), file()], new Map(), nobody).map((plan) => plan.outcome)).toEqual([
      'new',
      'skipped',
    ])
  })

  it('takes the same for the same, in whatever order it is said', () => {
    const recurrence = { rules: ['FREQ=DAILY'], dates: ['2026-12-02', '2026-12-01'], exclusions: [] }
    const said = {
      attendees: [guest('a@x'), guest('b@x')],
      unknown: [['b', { x: 1, y: 2 }], ['a']],
      recurrence,
    }
    const kept = {
      attendees: [guest('b@x'), guest('a@x')],
      unknown: [['a'], ['b', { y: 2, x: 1 }]],
      recurrence: { ...recurrence, dates: recurrence.dates.toReversed() },
    }
    expect(outcome([file(said)], ours(kept), nobody)).toBe('unchanged')
  })

  it('knows guests who take part by their accounts already, by addresses that are verified', () => {
    const there = ours({ attendees: [anna] }, { emails: new Map([[ANNA, 'anna@x']]) })
    expect(outcome([file({ attendees: [guest('anna@x')] })], there, nobody)).toBe('unchanged')
    const [plan] = planImport([file({ attendees: [guest('anna@x'), guest('b@x')] })], there, nobody)
    expect(plan).toMatchObject({ outcome: 'changed', content: { attendees: [anna, guest('b@x')] } })
    const unverified = ours({ attendees: [anna] })
    expect(outcome([file({ attendees: [guest('anna@x')] })], unverified, nobody)).toBe('changed')
  })
})

describe('accounts', () => {
  const series = content({
    recurrence: { rules: ['FREQ=DAILY'], dates: [], exclusions: [] },
    attendees: [anna, guest('b@x')],
    unknown: [['x-a', {}, 'text', 'kept']],
    overrides: { '2026-11-22': { attendees: [anna] }, '2026-11-23': { title: 'Other' } },
  })
  const left = withoutAccounts(series, () => 'Anna')

  it('leave by name, and come back where they are known', () => {
    expect(JSON.stringify(left)).not.toContain('"userId":"')
    expect(left.attendees).toContainEqual({ userId: null, email: null, name: 'Anna', status: 'declined' })
    expect([...new Set(accountsIn(left))]).toEqual([ANNA])
    expect(withAccounts(left, (id) => id === ANNA)).toEqual(series)
  })

  it('stay guests where they are not, and leave again as they came', () => {
    const stranger = withAccounts(left, nobody)
    expect(stranger).toEqual(left)
    expect(withoutAccounts(stranger, () => 'never asked')).toEqual(left)
  })

  it('take part once, however often a file says so', () => {
    const twice = { ...left, unknown: [left.unknown[0], ...left.unknown], overrides: {} }
    const people = withAccounts({ ...twice, attendees: [left.attendees[0]!, left.attendees[0]!] }, () => true)
    expect(people.attendees.filter(({ userId }) => userId === ANNA)).toHaveLength(1)
  })
})
