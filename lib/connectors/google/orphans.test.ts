import { beforeEach, expect, it } from 'vitest'
import type { RemoteState } from '@/lib/calendar/server/remote'
import type { GoogleEvent } from './event'
import { MONDAY, openTestAccount, signal } from './google.test.account'

const account = openTestAccount()

const attendees = [
  { email: 'chief@example.org', responseStatus: 'accepted', organizer: true },
  { email: 'anna@example.org', responseStatus: 'needsAction', self: true },
]

/** An instance of a series that the account is not invited to as a whole. */
function invitedTo(day: string, summary = 'Review'): GoogleEvent {
  const at = (hour: string) => ({ dateTime: `${day}T${hour}:00:00+01:00`, timeZone: 'Europe/Berlin' })
  return {
    ...{ id: `hidden_${day.replaceAll('-', '')}T080000Z`, recurringEventId: 'hidden', summary, attendees },
    ...{ start: at('09'), end: at('10'), originalStartTime: at('09'), status: 'confirmed' },
    ...{ iCalUID: 'hidden@google.com', organizer: { email: 'chief@example.org' } },
  }
}

let sent: unknown[]
beforeEach(() => {
  sent = []
})

/** Answers requests for the instances, as Google does for a series that the account does not see. */
function serve(...instances: GoogleEvent[]) {
  account.stub.fault = ({ method, path, query, body }) => {
    const id = path.split('/').at(-1)
    if (query.has('iCalUID'))
      return { status: 200, body: { items: query.get('iCalUID') === 'hidden@google.com' ? instances : [] } }
    if (method === 'GET') return undefined
    sent.push([method, id, body])
    return method === 'DELETE' ? { status: 204 } : { status: 200, body: instances.find((i) => i.id === id) }
  }
}

function stateOf(...instances: GoogleEvent[]): RemoteState {
  const { connector } = account
  return instances.reduce<RemoteState | null>(
    (state, raw) => connector.mergeState(state, { id: 'hidden', raw, fingerprint: null }),
    null,
  )!
}

it('reads an invitation to one occurrence as a single event', () => {
  const { content, ...object } = account.connector.toObject(
    account.calendar,
    stateOf(invitedTo('2026-03-09')),
  )
  expect(object).toMatchObject({ uid: 'hidden@google.com', readOnly: 'not-organizer' })
  expect(content).toMatchObject({
    ...{ title: 'Review', kind: 'meeting', recurrence: null, overrides: {} },
    span: { start: '2026-03-09T09:00:00', end: '2026-03-09T10:00:00', startZone: 'Europe/Berlin' },
  })
})

it('reads invitations to several occurrences as one event with RDATEs', () => {
  const state = stateOf(invitedTo('2026-03-16', 'Last review'), invitedTo('2026-03-09'))
  expect(account.connector.toObject(account.calendar, state).content).toMatchObject({
    ...{ title: 'Review', span: { start: '2026-03-09T09:00:00' } },
    recurrence: { rules: [], dates: ['2026-03-16T09:00:00'], exclusions: [] },
    overrides: { '2026-03-16T09:00:00': { title: 'Last review' } },
  })
})

it('reads the whole series once the account sees it', () => {
  const root = { ...MONDAY, id: 'hidden', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] }
  const state = account.connector.mergeState(stateOf(invitedTo('2026-03-09', 'Review')), {
    ...{ id: 'hidden', raw: root, fingerprint: null },
  })
  expect(account.connector.toObject(account.calendar, state).content).toMatchObject({
    recurrence: { rules: ['FREQ=WEEKLY;COUNT=4'] },
    overrides: { '2026-03-09T09:00:00': { title: 'Review' } },
  })
})

it('reads a series as deleted when its last invitation is cancelled', () => {
  const cancelled = { ...invitedTo('2026-03-09'), status: 'cancelled' }
  const state = stateOf(invitedTo('2026-03-09'), cancelled)
  expect(account.connector.toObject(account.calendar, state).content).toBeNull()
})

it('finds the occurrences of a series that it cannot read', async () => {
  serve(invitedTo('2026-03-09'))
  const { connector, calendar } = account
  const state = await connector.read(calendar, 'hidden', signal)
  expect(connector.toObject(calendar, state!).content).toMatchObject({ title: 'Review' })
  expect(await connector.read(calendar, 'other', signal)).toBeNull()
})

it('answers and deletes single occurrences of an unseen series, and changes nothing else', async () => {
  const instances = [invitedTo('2026-03-09'), invitedTo('2026-03-16')]
  serve(...instances)
  const { connector, calendar } = account
  const state = stateOf(...instances)
  const { uid, content } = connector.toObject(calendar, state)
  const accepted = content!.attendees.map((person) =>
    person.email === 'anna@example.org' ? { ...person, status: 'accepted' as const } : person,
  )
  const overrides = { '2026-03-16T09:00:00': { attendees: content!.attendees } }
  const edited = { ...content!, uid, attendees: accepted, overrides, title: 'Mine' }
  await connector.write(calendar, 'hidden', state, edited, { notifies: true, signal })
  const answer = { email: 'anna@example.org', responseStatus: 'accepted' }
  expect(sent).toEqual([['PATCH', instances[0]!.id, { attendeesOmitted: true, attendees: [answer] }]])
  await connector.remove(calendar, 'hidden', state, { notifies: true, signal })
  expect(sent.slice(1)).toEqual(instances.map(({ id }) => ['DELETE', id, undefined]))
})
