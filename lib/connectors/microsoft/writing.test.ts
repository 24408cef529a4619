import { expect, it } from 'vitest'
import type { AnsweredParticipant } from '@/lib/calendar/participant'
import type { GraphEvent } from './event'
import { MONDAY, MONDAYS, OWNER, openTestAccount, signal } from './microsoft.test.account'

const account = openTestAccount()

const person = (email: string, status: AnsweredParticipant['status'] = 'needs-action') => ({
  ...{ userId: null, email, name: null, status },
})
const guest = (address: string, response = 'none') => ({
  ...{ type: 'required', emailAddress: { address }, status: { response } },
})

/** Stores an event with fields that only Graph sets. */
function store(event: GraphEvent, fields: GraphEvent = {}): string {
  const { id } = account.store.insert(event)
  Object.assign(account.store.events.get(id!)!.fields, fields)
  return id!
}

async function read(id: string) {
  const { connector, calendar } = account
  return connector.toObject(calendar, (await connector.read(calendar, id, signal))!)
}

it('sends only the fields that differ, and keeps the HTML of a description', async () => {
  const html = '<p>Bring <b>notes</b></p><img src="cid:1">'
  const id = store({ ...MONDAY, body: { contentType: 'html', content: html } })
  expect((await read(id)).content!.description).toBe('Bring notes')
  await account.edit(id, { title: 'Concert', location: 'Church' })
  expect(account.sent()).toEqual([
    ['PATCH', encodeURIComponent(id), { subject: 'Concert', location: { displayName: 'Church' } }],
  ])
  expect(account.store.get(id).body!.content).toContain(html)
})

it('keeps the block of an online meeting, and its link, when the description changes', async () => {
  const block = `<div style="x"><span>${'_'.repeat(80)}</span></div><div class="me-email-text"><a href="https://teams.example.org/1">Join</a></div>`
  const id = store(
    { ...MONDAY, body: { contentType: 'html', content: `<div>Agenda</div>${block}` } },
    { isOnlineMeeting: true, onlineMeeting: { joinUrl: 'https://teams.example.org/1' } },
  )
  expect((await read(id)).content).toMatchObject({
    description: 'Agenda',
    unknown: [['x-microsoft-skypeteamsmeetingurl', {}, 'unknown', 'https://teams.example.org/1']],
  })
  await account.edit(id, { description: 'Agenda\n1 < 2 & 3' })
  expect(account.store.get(id).body!.content).toContain(`<div>Agenda<br>1 &lt; 2 &amp; 3</div>${block}`)
  expect((await read(id)).content!.description).toBe('Agenda\n1 < 2 & 3')
})

it('reads the whole description of an event without an online meeting that contains a line of underscores', async () => {
  const content = `Agenda<br>${'_'.repeat(32)}<br>Minutes`
  const id = store({ ...MONDAY, body: { contentType: 'html', content } })
  expect((await read(id)).content!.description).toBe(`Agenda\n${'_'.repeat(32)}\nMinutes`)
})

it('recognizes an event that it has created or changed in later answers', async () => {
  const { connector, calendar } = account
  const { content } = connector.toObject(calendar, (await connector.read(calendar, store(MONDAY), signal))!)
  const target = { ...content!, uid: 'new@example.org' }
  const options = { notifies: false, signal }
  const created = await connector.write(calendar, connector.idFor('new'), null, target, options)
  const id = connector.idOf!(created)
  expect(await connector.read(calendar, id, signal)).toEqual(created)
  const changed = await connector.write(calendar, id, created, { ...target, title: 'Concert' }, options)
  expect(await connector.read(calendar, id, signal)).toEqual(changed)
  const listed = []
  for await (const { changes } of connector.pull(calendar, null, signal)) listed.push(...changes)
  expect(listed.find((change) => change.id === id)!.raw).toEqual(changed)
})

it('shows a color as category of the mailbox, and keeps other categories', async () => {
  account.stub.categories = { Work: 'preset7', Red: 'preset0', Plain: 'none' }
  account.calendar = (await account.connect().listCalendars(signal))[0]!
  account.connector = account.connect()
  const id = store({ ...MONDAY, categories: ['Plain', 'Work'] })
  expect((await read(id)).content!.color).toBe('indigo')
  await account.edit(id, { color: 'tomato' })
  expect(account.store.get(id).categories).toEqual(['Red', 'Plain'])
  expect((await read(id)).content!.color).toBe('tomato')
  await account.edit(id, { color: 'pink' })
  expect(account.store.get(id).categories).toEqual(['Plain'])
  expect((await read(id)).content!.color).toBe('pink')
  account.store.patch(id, { categories: ['Work'] })
  expect((await read(id)).content!.color).toBe('indigo')
})

it.each([
  ['oof', { title: 'Other' }, 'oof'],
  ['workingElsewhere', { busy: true }, 'busy'],
  ['busy', { status: 'tentative' }, 'tentative'],
  ['tentative', { busy: false }, 'free'],
] as const)('changes the status %s by %j to %s', async (showAs, change, expected) => {
  const id = store({ ...MONDAY, showAs })
  await account.edit(id, change)
  expect(account.store.get(id).showAs).toBe(expected)
  expect((await read(id)).content).toMatchObject(change)
})

it('keeps several reminders, of which Outlook shows the last one before the start', async () => {
  const id = store(MONDAY)
  expect((await read(id)).alarms).toEqual([15])
  await account.edit(id, {}, { alarms: [60, 10] })
  expect(account.store.get(id)).toMatchObject({ isReminderOn: true, reminderMinutesBeforeStart: 10 })
  expect((await read(id)).alarms).toEqual([10, 60])
  account.store.patch(id, { reminderMinutesBeforeStart: 5 })
  expect((await read(id)).alarms).toEqual([5])
  await account.edit(id, {}, { alarms: [] })
  expect((await read(id)).alarms).toEqual([])
})

it('writes reminders of an occurrence, and resets them to those of the series', async () => {
  const id = store(MONDAYS)
  await account.edit(id, {}, { alarms: [30], occurrenceAlarms: { '2026-03-09T09:00:00': [5, 60] } })
  const known = await read(id)
  expect(known).toMatchObject({ alarms: [30], occurrenceAlarms: { '2026-03-09T09:00:00': [5, 60] } })
  expect(known.content!.overrides).toEqual({})
  await account.edit(id, {}, { occurrenceAlarms: {} })
  expect(await read(id)).toMatchObject({ alarms: [30], occurrenceAlarms: {} })
})

it('invites nobody if Kinday sends the invitations: its guests are no attendees in Outlook', async () => {
  const id = store(MONDAY)
  await account.edit(id, { attendees: [person('bela@example.org', 'accepted')] })
  expect(account.store.mails).toEqual([])
  expect((await read(id)).content!.attendees).toEqual([person('bela@example.org', 'accepted')])
})

it('lets Outlook invite new attendees of an event whose invitations it sends, and keeps rooms', async () => {
  const room = { ...guest('room@example.org', 'accepted'), type: 'resource' }
  const id = store({ ...MONDAY, attendees: [guest('bela@example.org'), room] })
  account.store.mails.length = 0
  const attendees = [
    person('bela@example.org'),
    person('c@example.org'),
    person(OWNER, 'accepted'),
    person('ü@example.org'),
  ]
  await account.edit(id, { attendees }, { notifies: true })
  expect(account.store.mails).toEqual([{ to: 'c@example.org', about: 'invitation' }])
  expect(account.store.get(id).attendees).toMatchObject([
    { emailAddress: { address: 'bela@example.org' } },
    { type: 'resource' },
    { emailAddress: { address: 'c@example.org' } },
  ])
  expect((await read(id)).content!.attendees.map(({ email }) => email).sort()).toEqual(
    attendees.map(({ email }) => email).sort(),
  )
})

it.each([
  ['accepted', 'accept'],
  ['tentative', 'tentativelyAccept'],
  ['declined', 'decline'],
] as const)(
  'sends the answer %s to an invitation, and nothing else but the reminder',
  async (status, action) => {
    const organizer = { emailAddress: { address: 'boss@example.org' } }
    const invitation = { isOrganizer: false, organizer, responseStatus: { response: 'notResponded' } }
    const id = store({ ...MONDAY, attendees: [guest(OWNER)] }, invitation)
    account.store.mails.length = 0
    const attendees = [person(OWNER, status), person('boss@example.org', 'accepted')]
    await account.edit(id, { title: 'Mine', attendees }, { notifies: true, alarms: [5] })
    expect(account.sent()).toMatchObject([
      ['PATCH', encodeURIComponent(id), { isReminderOn: true, reminderMinutesBeforeStart: 5 }],
      ['POST', action, { sendResponse: true }],
    ])
    expect(account.store.mails).toEqual([{ to: 'boss@example.org', about: 'answer' }])
  },
)

it('restores a deleted occurrence by writing the series and its exceptions again', async () => {
  const id = store(MONDAYS)
  const excluded = {
    rules: ['FREQ=WEEKLY;COUNT=4'],
    dates: [],
    exclusions: ['2026-03-09T09:00:00', '2026-03-16T09:00:00'],
  }
  const overrides = { '2026-03-23T09:00:00': { title: 'Concert' } }
  await account.edit(id, { recurrence: excluded, overrides })
  const stored = account.store.events.get(id)!
  expect([[...stored.deleted], stored.exceptions.size]).toEqual([['2026-03-09', '2026-03-16'], 1])
  await account.edit(id, { recurrence: { ...excluded, exclusions: ['2026-03-16T09:00:00'] } })
  expect([[...stored.deleted], stored.exceptions.size]).toEqual([['2026-03-16'], 1])
  expect((await read(id)).content).toMatchObject({ overrides })
})

it('keeps the time of occurrences that Outlook refuses to move', async () => {
  const id = store(MONDAYS)
  const span = (day: string) => ({
    ...{ type: 'timed', startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
    ...{ start: `${day}T09:00:00`, end: `${day}T10:00:00` },
  })
  const moved = { '2026-03-09T09:00:00': { title: 'Concert', span: span('2026-03-20') } } as never
  await account.edit(id, { overrides: moved })
  expect((await read(id)).content!.overrides).toEqual({ '2026-03-09T09:00:00': { title: 'Concert' } })
})

it('refuses to change occurrences of a series that it has not read', async () => {
  const { connector, calendar } = account
  const id = store(MONDAYS)
  const state = (await connector.read(calendar, id, signal))!
  account.store.patch(id, { subject: 'Newer' })
  const overrides = { '2026-03-09T09:00:00': { title: 'Concert' } }
  const content = { ...connector.toObject(calendar, state).content!, uid: 'x', overrides }
  const written = connector.write(calendar, id, state, content, { notifies: false, signal })
  await expect(written).rejects.toMatchObject({ problem: 'stale' })
  expect(account.store.events.get(id)!.exceptions.size).toBe(0)
})

it('creates an event once, whether Graph remembers the first creation or not', async () => {
  const { connector, calendar, stub } = account
  const { content } = await read(store(MONDAY))
  const id = connector.idFor('key')
  const create = () =>
    connector.write(calendar, id, null, { ...content!, uid: 'x' }, { notifies: false, signal })
  stub.fault = ({ method }) => (method === 'POST' ? 'lost' : undefined)
  await expect(create()).rejects.toMatchObject({ problem: 'unreachable' })
  stub.fault = () => undefined
  await expect(create()).rejects.toMatchObject({ problem: 'exists' })
  // The filter does not find it, but the transaction is known.
  stub.fault = ({ query }) =>
    query.get('$filter')?.includes('any(') ? { status: 200, body: { value: [] } } : undefined
  await expect(create()).rejects.toMatchObject({ problem: 'exists' })
  expect(account.store.events.size).toBe(2)
})

it('reads the times of a zone that Windows lacks as they were written', async () => {
  const id = store(MONDAY)
  const span = {
    ...(await read(id)).content!.span,
    startZone: 'Europe/Vienna',
    endZone: 'UTC-04:17',
  } as never
  await account.edit(id, { span })
  expect(account.store.get(id)).toMatchObject({
    originalStartTimeZone: 'W. Europe Standard Time',
    originalEndTimeZone: 'UTC',
  })
  expect((await read(id)).content!.span).toMatchObject({ startZone: 'Europe/Vienna', endZone: 'UTC-04:17' })
  account.store.patch(id, { start: MONDAY.start!, end: MONDAY.end! })
  expect((await read(id)).content!.span).toMatchObject({
    startZone: 'Europe/Berlin',
    endZone: 'Europe/Berlin',
  })
})
