import { expect, it } from 'vitest'
import { hasOmittedGuests } from '@/lib/calendar/omitted-guests'
import type { AnsweredParticipant } from '@/lib/calendar/participant'
import { MONDAY, MONDAYS, openTestAccount } from './google.test.account'

const account = openTestAccount()

const anna = { email: 'anna@example.org', responseStatus: 'accepted', self: true, id: '1' }
const bela = { email: 'bela@example.org', responseStatus: 'needsAction', optional: true, comment: 'Maybe' }
const room = { email: 'room@resource.example.org', resource: true, responseStatus: 'accepted' }

function person(email: string, status: AnsweredParticipant['status'] = 'needs-action') {
  return { userId: null, email, name: null, status }
}

it('reads attendees without rooms, each address once and in lower case', async () => {
  const attendees = [anna, { ...bela, email: 'Bela@Example.org' }, { email: 'bela@example.org' }, room, {}]
  const { content } = await account.readStored({ ...MONDAY, id: 'event0', attendees })
  expect(content).toMatchObject({
    kind: 'meeting',
    attendees: [person('anna@example.org', 'accepted'), person('bela@example.org')],
  })
})

it('keeps rooms and unknown fields of attendees, and sends no field that only Google sets', async () => {
  await account.readStored({ ...MONDAY, id: 'event0', attendees: [anna, bela, room] })
  const attendees = [
    person('anna@example.org', 'accepted'),
    person('bela@example.org'),
    person('c@example.org'),
  ]
  await account.edit('event0', { attendees })
  expect(account.sent()).toEqual([
    [
      'PATCH',
      'event0',
      {
        attendees: [
          { email: 'anna@example.org', responseStatus: 'accepted' },
          bela,
          { email: 'c@example.org', responseStatus: 'needsAction' },
          room,
        ],
      },
    ],
  ])
})

it('keeps rooms of the series when an occurrence gets an attendee', async () => {
  await account.readStored({ ...MONDAYS, attendees: [anna, room] })
  const attendees = [person('anna@example.org', 'accepted'), person('c@example.org')]
  await account.edit('series', { overrides: { '2026-03-09T09:00:00': { attendees } } })
  expect(account.store.get('series_20260309T080000Z').attendees).toMatchObject([
    { email: 'anna@example.org' },
    { email: 'c@example.org' },
    room,
  ])
})

it.each([
  ['a list that Google has shortened', { attendeesOmitted: true }],
  ['an event of another organizer', { organizer: { email: 'chief@example.org' } }],
])('sends only the answer of the account to %s', async (_, event) => {
  await account.readStored({ ...MONDAY, ...event, id: 'event0', attendees: [anna, bela] })
  await account.edit('event0', { attendees: [person('anna@example.org', 'declined')] })
  const own = { email: 'anna@example.org', responseStatus: 'declined' }
  expect(account.sent()).toEqual([['PATCH', 'event0', { attendeesOmitted: true, attendees: [own] }]])
  expect(account.store.get('event0').attendees).toMatchObject([{ responseStatus: 'declined' }, bela])
})

it('never writes a shortened list, not even that of the series for an occurrence', async () => {
  const { content } = await account.readStored({ ...MONDAYS, attendeesOmitted: true, attendees: [bela] })
  expect(hasOmittedGuests(content!.unknown)).toBe(true)
  expect(account.connector.project(account.calendar, content!)).toEqual(content)
  const attendees = [person('bela@example.org'), person('c@example.org')]
  await account.edit('series', { overrides: { '2026-03-09T09:00:00': { attendees } } })
  expect(account.sent()).toEqual([])
})

it('writes an event of another organizer if guests can modify it', async () => {
  const organizer = { email: 'chief@example.org' }
  const event = { ...MONDAY, id: 'event0', organizer, guestsCanModify: true, attendees: [anna] }
  expect((await account.readStored(event)).readOnly).toBeNull()
  await account.edit('event0', {
    attendees: [person('anna@example.org', 'accepted'), person('c@example.org')],
  })
  expect(account.store.get('event0').attendees).toHaveLength(2)
})

it('does not send people whose addresses Google would refuse', async () => {
  await account.readStored({ ...MONDAY, id: 'event0' })
  await account.edit('event0', {
    attendees: [person('ü@example.org'), { ...person(''), email: null, name: 'Grandma' }],
  })
  expect(account.sent()).toEqual([])
})
