import { expect, it, vi } from 'vitest'
import { added, MONDAY, NAME, objectText, openTestAccount, signal } from './caldav.test.account'

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))

const { caldavConnector } = await import('.')

const account = openTestAccount(caldavConnector)

const guests = ['ORGANIZER:mailto:anna@example.org', 'ATTENDEE;CUTYPE=INDIVIDUAL:mailto:bob@example.org']

const people = (text: string) => text.match(/^(ORGANIZER|ATTENDEE).*$/gm)
const cleo = { userId: null, email: 'cleo@example.org', name: null, status: 'needs-action' as const }

it('lets either the server or Kinday send invitations, never both', async () => {
  const { stub } = account
  stub.behavior.schedules = true
  const own = objectText([...MONDAY, 'SUMMARY:Dinner', ...guests]).replace(
    '-//Other//',
    '-//Kinday//Kinday//',
  )
  const { content } = await account.readStored(own)
  const byKinday = await account.edit({ title: 'Supper' }, { notifies: false })
  expect(stub.informed).toEqual([])
  expect(byKinday).toContain('ATTENDEE;CUTYPE=INDIVIDUAL;SCHEDULE-AGENT=CLIENT:mailto:bob@example.org')
  const byServer = await account.edit({ title: 'Dinner' })
  expect(stub.informed).toEqual(['bob@example.org'])
  expect(byServer).not.toContain('SCHEDULE-AGENT')
  const again = await account.readStored(byServer)
  expect(again.content).toEqual(content)
})

it('keeps the parameters of another program that invites by itself, and lets the server invite a new guest', async () => {
  const { stub } = account
  stub.behavior.schedules = true
  const agents = [
    'ORGANIZER;SCHEDULE-AGENT=CLIENT;X-A=1:mailto:anna@example.org',
    'ATTENDEE;SCHEDULE-AGENT=CLIENT;X-B=2:mailto:bob@example.org',
  ]
  const { content } = await account.readStored(objectText([...MONDAY, ...agents]))
  const after = await account.edit({ title: 'Supper', attendees: [...content!.attendees, cleo] })
  expect(people(after)).toEqual([...agents, expect.stringMatching(/^ATTENDEE;.*:mailto:cleo@example.org$/)])
  expect(stub.informed).toEqual(['cleo@example.org'])
})

it('writes the account as organizer of guests, but does not let the server invite them by that', async () => {
  const { stub, connector, calendar } = account
  stub.behavior.schedules = true
  const { content } = await account.readStored(objectText(MONDAY))
  const invited = await account.edit({ attendees: [cleo] }, { notifies: false })
  expect(people(invited)).toEqual([
    'ORGANIZER;SCHEDULE-AGENT=CLIENT:mailto:anna@example.org',
    'ATTENDEE;PARTSTAT=NEEDS-ACTION;SCHEDULE-AGENT=CLIENT:mailto:cleo@example.org',
  ])
  const series = {
    ...content!,
    attendees: [cleo],
    recurrence: { rules: ['FREQ=DAILY;COUNT=3'], dates: [], exclusions: [] },
  }
  const overrides = { '2026-03-03T09:00:00': { title: 'Other' } }
  await connector.write(
    calendar,
    'new.ics',
    null,
    { ...series, overrides, uid: 'new' },
    { notifies: false, signal },
  )
  expect(people(stub.store.objects.get('new.ics')!.ics)).toHaveLength(4)
  const alone = 'ATTENDEE:mailto:bob@example.org'
  await account.readStored(objectText([...MONDAY, alone]))
  expect(people(await account.edit({ title: 'Supper' }))).toEqual([alone])
  const bob = { ...cleo, email: 'bob@example.org', status: 'accepted' as const }
  expect(people(await account.edit({ attendees: [bob] }))).toEqual([
    'ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org',
  ])
  expect(stub.informed).toEqual([])
  expect(people(await account.edit({ attendees: [cleo] }))![0]).toBe('ORGANIZER:mailto:anna@example.org')
  expect(stub.informed).toEqual(['cleo@example.org'])
})

it.each(['/principals/anna/', 'urn:uuid:7', 'mailto:ANNA@example.org', 'invalid:x'])(
  'reads an event whose organizer the server has replaced by %s as unchanged, and keeps the line',
  async (value) => {
    const text = (organizer: string) => objectText([...MONDAY, organizer, guests[1]!])
    const { content } = await account.readStored(text(guests[0]!))
    const replaced = await account.readStored(text(`ORGANIZER:${value}`))
    expect(replaced).toMatchObject({ content, readOnly: null })
    expect(people(await account.edit({ title: 'Supper' }))![0]).toBe(`ORGANIZER:${value}`)
  },
)

it('reads what a server has stored that removes attendees in spite of its ETag', async () => {
  const { stub, connector, calendar } = account
  const { content } = await account.readStored(objectText(MONDAY))
  stub.behavior.removesAttendees = true
  const object = { ...content!, attendees: [cleo], uid: 'new' }
  const state = await connector.write(calendar, 'new.ics', null, object, { notifies: false, signal })
  expect(connector.toObject(calendar, state).content!.attendees).toEqual([])
})

it('writes the address of the user in Kinday as organizer of guests if the server names none', async () => {
  const { stub, calendar } = account
  const connector = caldavConnector({ ...account.access, email: 'Anna@kinday.example' })
  const unnamed = { ...calendar, addresses: [] }
  const { content } = await account.readStored(objectText(MONDAY))
  const state = await connector.read(unnamed, NAME, signal)
  const next = { ...content!, attendees: [cleo], uid: 'dinner' }
  const after = await connector.write(unnamed, NAME, state, next, { notifies: true, signal })
  expect(people(stub.store.objects.get(NAME)!.ics)![0]).toBe('ORGANIZER:mailto:anna@kinday.example')
  expect(connector.toObject(unnamed, after)).toMatchObject({ content: { unknown: [] }, readOnly: null })
})

it('writes only the answer to an invitation of another organizer', async () => {
  const people = ['ATTENDEE:mailto:bob@example.org', 'ATTENDEE;X-A=1;RSVP=TRUE:mailto:Anna@example.org']
  const before = objectText([...MONDAY, 'ORGANIZER:mailto:Boss@example.org', ...people])
  const { content, readOnly } = await account.readStored(before)
  expect(readOnly).toBe('not-organizer')
  const attendees = content!.attendees.map((person) =>
    person.email === 'anna@example.org' ? { ...person, status: 'declined' as const } : person,
  )
  const after = await account.edit({ attendees })
  expect(added(before, after).filter((line) => !/^(DTSTAMP|LAST-MOD)/.test(line))).toEqual([
    'ATTENDEE;X-A=1;RSVP=TRUE;PARTSTAT=DECLINED:mailto:Anna@example.org',
  ])
  expect(after).not.toContain('SEQUENCE')
})

it('declines an invitation without a reply of the server if Kinday notifies the organizer', async () => {
  const { stub, connector, calendar } = account
  await account.readStored(objectText([...MONDAY, ...guests]))
  const state = (await connector.read(calendar, NAME, signal))!
  await connector.remove(calendar, NAME, state, { notifies: false, signal })
  expect(stub.requests.at(-1)).toMatchObject({ method: 'DELETE', headers: { 'schedule-reply': 'F' } })
})
