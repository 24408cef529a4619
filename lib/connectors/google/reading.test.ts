import { expect, it } from 'vitest'
import { eventLinks } from '@/lib/calendar/links'
import type { RemoteState } from '@/lib/calendar/server/remote'
import type { GoogleEvent } from './event'
import { MONDAY, MONDAYS, openTestAccount, signal } from './google.test.account'

const account = openTestAccount()

/** Applies all changes since a cursor to states by id, as a sync does. */
async function pullInto(states: Map<string, RemoteState>, cursor: string | null) {
  const { connector, calendar } = account
  let next: string | null = null
  for await (const page of connector.pull(calendar, cursor, signal)) {
    for (const change of page.changes)
      states.set(change.id, connector.mergeState(states.get(change.id) ?? null, change))
    next = page.cursor
  }
  return next!
}

function objectOf(state: RemoteState) {
  return account.connector.toObject(account.calendar, state)
}

it('continues after empty pages', async () => {
  const { stub, store } = account
  for (let index = 0; index < 5; index++) store.insert({ ...MONDAY, id: `event${index}` })
  Object.assign(stub, { pageSize: 2, hasEmptyPages: true })
  const states = new Map<string, RemoteState>()
  await pullInto(states, null)
  expect([...states.keys()]).toHaveLength(5)
})

it('asks for smaller pages if a response is too large', async () => {
  const { store, connect } = account
  account.connector = connect({ maxBytes: 40_000 })
  for (let index = 0; index < 30; index++)
    store.insert({ ...MONDAY, id: `event${index}`, description: 'x'.repeat(index < 3 ? 9000 : 1000) })
  const states = new Map<string, RemoteState>()
  const cursor = await pullInto(states, null)
  expect([...states.keys()]).toHaveLength(30)
  store.patch('event7', { summary: 'Later' })
  await pullInto(states, cursor)
  expect(objectOf(states.get('event7')!).content).toMatchObject({ title: 'Later' })
  account.connector = connect({ maxBytes: 1000 })
  await expect(pullInto(states, null)).rejects.toMatchObject({ problem: 'too-large' })
})

it.each([
  ['id', false],
  ['details', true],
])('reads a deleted event that is listed with its %s as deleted', async (_, keepsDetails) => {
  const { store } = account
  store.keepsDetails = keepsDetails
  store.insert({ ...MONDAY, id: 'event0', summary: 'Dinner' })
  const states = new Map<string, RemoteState>()
  const cursor = await pullInto(states, null)
  store.delete('event0')
  await pullInto(states, cursor)
  expect(objectOf(states.get('event0')!).content).toBeNull()
})

it('reads an instance that was moved to another day, deleted, and restored', async () => {
  const { store } = account
  store.insert(MONDAYS)
  const states = new Map<string, RemoteState>()
  let cursor = await pullInto(states, null)
  const id = 'series_20260309T080000Z'
  const start = { dateTime: '2026-03-11T18:00:00+01:00' }
  store.patch(id, { start, end: { dateTime: '2026-03-11T19:00:00+01:00' } })
  cursor = await pullInto(states, cursor)
  expect(objectOf(states.get('series')!).content!.overrides).toMatchObject({
    '2026-03-09T09:00:00': { span: { start: '2026-03-11T18:00:00', end: '2026-03-11T19:00:00' } },
  })
  store.delete(id)
  cursor = await pullInto(states, cursor)
  expect(objectOf(states.get('series')!).content!.recurrence!.exclusions).toEqual(['2026-03-09T09:00:00'])
  store.patch(id, { status: 'confirmed' })
  await pullInto(states, cursor)
  expect(objectOf(states.get('series')!).content!.recurrence!.exclusions).toEqual([])
})

it('lists deleted instances at the first sync, too', async () => {
  account.store.insert(MONDAYS)
  account.store.delete('series_20260309T080000Z')
  const states = new Map<string, RemoteState>()
  await pullInto(states, null)
  expect(objectOf(states.get('series')!).content!.recurrence!.exclusions).toEqual(['2026-03-09T09:00:00'])
})

it('ignores exceptions that a shortened series no longer has', () => {
  const root = { ...MONDAYS, recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20260309T080000Z'] }
  const leftover: GoogleEvent = {
    ...{ ...MONDAY, id: 'series_20260323T080000Z', recurringEventId: 'series', summary: 'Old' },
    originalStartTime: { dateTime: '2026-03-23T09:00:00+01:00' },
  }
  const { content } = objectOf({ root, instances: { [leftover.id!]: leftover } })
  expect(content).toMatchObject({ overrides: {}, recurrence: { exclusions: [], dates: [] } })
})

it('ignores exclusions that a shortened series no longer has', () => {
  const recurrence = [
    'RRULE:FREQ=WEEKLY;COUNT=2',
    'EXDATE;TZID=Europe/Berlin:20260309T090000,20260323T090000',
  ]
  const { content } = objectOf({ root: { ...MONDAYS, recurrence }, instances: {} })
  expect(content!.recurrence!.exclusions).toEqual(['2026-03-09T09:00:00'])
})

it.each([
  ['all-day', { start: { date: '2026-03-02' }, end: { date: '2026-03-03' } }, []],
  [
    'in another zone',
    {
      start: { dateTime: '2026-03-02T03:00:00', timeZone: 'America/New_York' },
      end: { dateTime: '2026-03-02T04:00:00', timeZone: 'America/New_York' },
    },
    ['2026-03-16T04:00:00'],
  ],
])('keeps only exceptions that are occurrences of a series that is now %s', (_, times, exclusions) => {
  const root = { ...MONDAYS, ...times, recurrence: ['RRULE:FREQ=DAILY;COUNT=30', 'RDATE:20260316T080000Z'] }
  const instances = ['2026-03-09', '2026-03-16'].map((day) => ({
    ...{ id: `series_${day.replaceAll('-', '')}T080000Z`, recurringEventId: 'series', status: 'cancelled' },
    originalStartTime: { dateTime: `${day}T09:00:00`, timeZone: 'Europe/Berlin' },
  }))
  const state = { root, instances: Object.fromEntries(instances.map((instance) => [instance.id, instance])) }
  expect(objectOf(state).content!.recurrence!.exclusions).toEqual(exclusions)
})

it.each([
  ['UTC', 'UNTIL=20260316T080000Z', 'UNTIL=20260316T080000Z'],
  ['a date', 'UNTIL=20260316', 'UNTIL=20260316T225959Z'],
])('reads UNTIL as %s', async (_, until, stored) => {
  const { content } = await account.readStored({ ...MONDAYS, recurrence: [`RRULE:FREQ=WEEKLY;${until}`] })
  expect(content!.recurrence!.rules).toEqual([`FREQ=WEEKLY;${stored}`])
})

it.each([
  'EXDATE;TZID=Europe/Berlin:20260309T090000',
  'EXDATE:20260309T080000Z',
  'EXDATE;TZID=America/New_York:20260309T040000',
  'EXDATE;VALUE=DATE-TIME:20260309T080000Z',
])('reads %s as a deleted occurrence', async (line) => {
  const { content } = await account.readStored({ ...MONDAYS, recurrence: [...MONDAYS.recurrence, line] })
  expect(content!.recurrence!.exclusions).toEqual(['2026-03-09T09:00:00'])
})

it('reads several rules, added dates and periods', async () => {
  const recurrence = [
    'RRULE:FREQ=WEEKLY;COUNT=2',
    'RRULE:FREQ=MONTHLY;COUNT=2',
    'RDATE;TZID=Europe/Berlin:20260505T090000',
    'RDATE;VALUE=PERIOD:20260506T070000Z/PT3H',
  ]
  const { content } = await account.readStored({ ...MONDAYS, recurrence })
  expect(content!.recurrence).toMatchObject({
    rules: ['FREQ=MONTHLY;COUNT=2', 'FREQ=WEEKLY;COUNT=2'],
    dates: ['2026-05-05T09:00:00', '2026-05-06T09:00:00'],
  })
})

it('reads a time in an unknown zone by its offset, in the zone of the calendar', () => {
  const at = (hour: string) => ({ dateTime: `2026-03-02T${hour}:00:00-08:00`, timeZone: 'Custom/Zone' })
  const { content } = objectOf({ root: { id: 'event0', start: at('09'), end: at('10') }, instances: {} })
  expect(content!.span).toMatchObject({ start: '2026-03-02T18:00:00', startZone: 'Europe/Berlin' })
})

it('shows how to join a conference as links, once each', async () => {
  const { content } = await account.readStored({
    ...{ ...MONDAY, id: 'event0', hangoutLink: 'https://meet.google.com/abc' },
    conferenceData: {
      entryPoints: [
        { entryPointType: 'video', uri: 'https://meet.google.com/abc', label: 'meet.google.com/abc' },
        { entryPointType: 'phone', uri: 'tel:+1-405-555-0123', label: '+1 405-555-0123', pin: '987' },
      ],
    },
  })
  expect(content).toMatchObject({ url: '' })
  expect(eventLinks(content!.unknown)).toEqual([
    { kind: 'video', href: 'https://meet.google.com/abc', label: null, type: null },
    { kind: 'conference', href: 'tel:+1-405-555-0123', label: '+1 405-555-0123, PIN: 987', type: null },
  ])
  expect(account.connector.project(account.calendar, content!)).toEqual(content)
})

it('shows files in Google Drive as attachments', async () => {
  const file = { fileUrl: 'https://drive.google.com/open?id=1', fileId: '1' }
  const type = 'application/vnd.google-apps.document'
  const { content } = await account.readStored({
    ...{ ...MONDAY, id: 'event0' },
    attachments: [{ ...file, title: 'Program', mimeType: type }, { fileUrl: 'javascript:alert(1)' }],
  })
  expect(eventLinks(content!.unknown)).toEqual([
    { kind: 'attachment', href: file.fileUrl, label: 'Program', type },
  ])
  expect(account.connector.project(account.calendar, content!)).toEqual(content)
})

it('reads the source of an event as its URL', async () => {
  const source = { url: 'https://example.org/tickets', title: 'Tickets' }
  const { content } = await account.readStored({ ...MONDAY, id: 'event0', source })
  expect(content!.url).toBe('https://example.org/tickets')
})

it.each([
  [{ eventType: 'birthday' }, 'special'],
  [{ eventType: 'workingLocation' }, 'special'],
  [{ eventType: 'outOfOffice' }, 'special'],
  [{ eventType: 'focusTime' }, 'special'],
  [{ eventType: 'fromGmail' }, 'special'],
  [{ locked: true }, 'locked'],
  [{ organizer: { email: 'chief@example.org' } }, 'not-organizer'],
  [{ organizer: { email: 'chief@example.org' }, guestsCanModify: true }, null],
  [{ organizer: { self: true } }, null],
])('reports why %j cannot be edited: %s', (event, reason) => {
  const root = { ...MONDAY, ...event, id: 'event0' }
  expect(objectOf({ root, instances: {} }).readOnly).toBe(reason)
})

it.each([
  [{ status: 'tentative' }, { status: 'tentative' }],
  [{ visibility: 'public' }, { visibility: 'default' }],
  [{ visibility: 'confidential' }, { visibility: 'private' }],
  [{ transparency: 'transparent' }, { busy: false }],
  [{ colorId: '11' }, { color: 'tomato' }],
  [{ colorId: '1' }, { color: 'violet' }],
  [{ colorId: '99' }, { color: null }],
  [{ description: 'Bring <b>cake</b>' }, { description: 'Bring cake' }],
])('reads %j as %j', (event, content) => {
  const root = { ...MONDAY, ...event, id: 'event0' }
  expect(objectOf({ root, instances: {} }).content).toMatchObject(content)
})

it.each([
  ['freeBusyReader', undefined],
  ['reader', 'private'],
] as const)(
  'reads an event that is shared as busy time with a %s without a title',
  async (accessRole, visibility) => {
    const { store, stub, connector } = account
    stub.calendars.set('family@example.org', { store, summary: 'Family', accessRole, colorId: '7' })
    store.insert({ ...MONDAYS, description: 'Secret', ...(visibility && { visibility }) })
    const [calendar] = await connector.listCalendars(signal)
    const state = (await connector.read(calendar!, 'series', signal))!
    expect(JSON.stringify(state)).not.toMatch('Secret')
    expect(connector.toObject(calendar!, state).content).toMatchObject({
      ...{ title: '', visibility: 'private', busy: true, recurrence: { rules: ['FREQ=WEEKLY;COUNT=4'] } },
    })
  },
)

it('refuses a series with ten thousand instances of its own, without copying all for each', () => {
  const { connector, calendar } = account
  let state: RemoteState | null = null
  const start = performance.now()
  for (let index = 0; index < 10_000; index++) {
    const raw = { ...MONDAY, id: `long_${index}`, recurringEventId: 'long', originalStartTime: MONDAY.start }
    state = connector.mergeState(state, { id: 'long', raw, fingerprint: null })
  }
  // Copying takes a minute.
  expect(performance.now() - start).toBeLessThan(5000)
  expect(() => connector.toObject(calendar, state!)).toThrow('too many instances')
})
