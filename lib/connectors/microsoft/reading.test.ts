import { expect, it, onTestFinished, vi } from 'vitest'
import { DAY, dayOf } from '@/lib/calendar/day'
import { wallOfId } from '@/lib/calendar/series/recurrence'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import { EventStore } from '@/test/servers/microsoft-graph/store'
import type { GraphEvent, GraphPattern } from './event'
import { MONDAY, MONDAYS, OWNER, openTestAccount, signal } from './microsoft.test.account'

const account = openTestAccount()

/** Reads all changes since a cursor. */
async function pullAll(cursor: string | null) {
  const { connector, calendar } = account
  const changes = new Map<string, unknown>()
  let next: string | null = null
  for await (const page of connector.pull(calendar, cursor, signal)) {
    for (const { id, raw } of page.changes)
      changes.set(id, connector.toObject(calendar, raw as never).content)
    next = page.cursor ?? next
  }
  return { changes, cursor: next! }
}

const read = async (id: string) => {
  const { connector, calendar } = account
  return connector.toObject(calendar, (await connector.read(calendar, id, signal))!)
}

const zoned = (dateTime: string) => ({ dateTime, timeZone: 'W. Europe Standard Time' })

/** A series within the window of the delta query. */
const [SOON, LATER] = [7, 9].map((days) => dayOf(Math.floor(Date.now() / DAY) + days)) as [string, string]
const SOON_DAILY: GraphEvent = {
  ...{ subject: 'Choir', start: zoned(`${SOON}T09:00:00`), end: zoned(`${SOON}T10:00:00`) },
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { ...MONDAYS.recurrence!.range, startDate: SOON },
  },
}

/** Returns the id of an occurrence. */
const occurrence = (id: string, day: string) => account.store.occurrenceId(account.store.events.get(id)!, day)

it('lists calendars with their permissions, in the zone of the mailbox', async () => {
  const { stub, store, connector } = account
  stub.calendars.set('shared', { store, name: '', color: 'auto', canEdit: false, isDefault: false })
  expect(await connector.listCalendars(signal)).toMatchObject([
    {
      name: 'Calendar',
      zone: 'Europe/Berlin',
      color: 'emerald',
      access: 'write',
      isPrimary: true,
      isOwned: true,
    },
    { name: 'shared', color: null, access: 'read', isPrimary: false },
  ])
})

it('reads an account that denies access to its mailbox settings', async () => {
  const { stub, connect } = account
  stub.canReadSettings = false
  expect(await connect().listCalendars(signal)).toMatchObject([{ zone: null }])
})

it('completes occurrences, which are listed without a title, from their series', async () => {
  const { cursor } = await pullAll(null)
  const { id, content } = await account.readStored(SOON_DAILY)
  expect([...(await pullAll(cursor)).changes]).toEqual([[id, content]])
  expect(content).toMatchObject({
    title: 'Choir',
    span: { start: `${SOON}T09:00:00`, startZone: 'Europe/Berlin' },
    recurrence: { rules: ['FREQ=DAILY;COUNT=4'], dates: [], exclusions: [] },
  })
})

it('finds an occurrence that was deleted, although Graph reports nothing', async () => {
  const { store } = account
  const { id } = store.insert(SOON_DAILY)
  const { cursor } = await pullAll(null)
  store.remove(occurrence(id!, LATER))
  const { changes } = await pullAll(cursor)
  expect(changes.get(id!)).toMatchObject({ recurrence: { exclusions: [`${LATER}T09:00:00`] } })
})

it.each([[false], [true]])(
  'reads an occurrence that was moved (original starts are missing: %s)',
  async (isMissing) => {
    const { store, stub } = account
    stub.settings.lacksOriginalStarts = isMissing
    const { id } = store.insert(MONDAYS)
    store.patch(occurrence(id!, '2026-03-09'), {
      subject: 'Concert',
      start: zoned('2026-03-10T18:00:00'),
      end: zoned('2026-03-10T20:00:00'),
    })
    store.remove(occurrence(id!, '2026-03-23'))
    expect((await read(id!)).content).toMatchObject({
      recurrence: { exclusions: ['2026-03-23T09:00:00'] },
      overrides: { '2026-03-09T09:00:00': { title: 'Concert', span: { start: '2026-03-10T18:00:00' } } },
    })
  },
)

it('excludes a deleted occurrence, and ignores an exception later than the compared years', async () => {
  const { store } = account
  const { pattern, range } = SOON_DAILY.recurrence!
  const { recurrenceTimeZone, startDate } = range
  const endless = { type: 'noEnd', startDate, recurrenceTimeZone } as const
  const { id } = store.insert({ ...SOON_DAILY, recurrence: { pattern, range: endless } })
  const far = dayOf(Math.floor(Date.now() / DAY) + 5 * 365 + 100)
  store.patch(occurrence(id!, far), { subject: 'Concert' })
  store.remove(occurrence(id!, LATER))
  expect((await read(id!)).content).toMatchObject({
    ...{ recurrence: { exclusions: [`${LATER}T09:00:00`] }, overrides: {} },
  })
})

it('keeps events outside the window, and reports their changes', async () => {
  const { store } = account
  const past = { ...MONDAY, start: zoned('2001-05-01T09:00:00'), end: zoned('2001-05-01T10:00:00') }
  const { id } = store.insert(past)
  const first = await pullAll(null)
  expect([...first.changes.keys()]).toEqual([id])
  store.patch(id!, { subject: 'Long ago' })
  const second = await pullAll(first.cursor)
  expect([...second.changes]).toMatchObject([[id, { title: 'Long ago' }]])
  store.patch(id!, { start: zoned('2002-05-01T09:00:00'), end: zoned('2002-05-01T10:00:00') })
  expect([...(await pullAll(second.cursor)).changes]).toMatchObject([
    [id, { span: { start: '2002-05-01T09:00:00' } }],
  ])
})

it('reports an event as deleted only if it is not found', async () => {
  const { store } = account
  const [moved, deleted] = [store.insert(MONDAY).id!, store.insert({ ...MONDAY, subject: 'Gone' }).id!]
  const { cursor } = await pullAll(null)
  // Both are listed as removed: this one leaves the window.
  store.patch(moved, { start: zoned('2040-05-01T09:00:00'), end: zoned('2040-05-01T10:00:00') })
  store.remove(deleted)
  const { changes } = await pullAll(cursor)
  expect(changes.get(deleted)).toBeNull()
  expect(changes.get(moved)).toMatchObject({ title: 'Choir', span: { start: '2040-05-01T09:00:00' } })
})

it('reports an event that was moved to another calendar as deleted, although Graph finds it', async () => {
  const { stub, store } = account
  const { id } = store.insert(MONDAY)
  const { cursor } = await pullAll(null)
  const other = new EventStore(OWNER)
  stub.calendars.set('other', { store: other, name: 'Other', color: 'auto', canEdit: true, isDefault: false })
  store.move(id!, other)
  expect([...(await pullAll(cursor)).changes]).toEqual([[id, null]])
})

it('keeps an event outside the window if Graph returns an unknown id for its calendar', async () => {
  const { stub, store } = account
  const { id } = store.insert(MONDAY)
  const { cursor } = await pullAll(null)
  stub.fault = ({ path }) =>
    path.endsWith('/calendar') ? { status: 200, body: { id: 'AAMkx=' } } : undefined
  store.patch(id!, { start: zoned('2040-05-01T09:00:00'), end: zoned('2040-05-01T10:00:00') })
  expect([...(await pullAll(cursor)).changes]).toMatchObject([[id, { title: 'Choir' }]])
})

it('lists the other events if a series is deleted while it is read', async () => {
  const { stub, store } = account
  const series = store.insert(MONDAYS).id!
  const single = store.insert(MONDAY).id!
  stub.fault = ({ path }) => {
    if (path.endsWith('/instances') && store.has(series)) store.remove(series)
    return undefined
  }
  expect([...(await pullAll(null)).changes.keys()]).toEqual([single])
})

it('reads all events page by page if thousands have changed', async () => {
  const { store, stub } = account
  const { cursor } = await pullAll(null)
  for (let count = 0; count < 2001; count++) store.insert(MONDAY)
  stub.requests.length = 0
  await expect(pullAll(cursor)).rejects.toMatchObject({ problem: 'cursor-expired' })
  expect(stub.requests.length).toBeLessThan(100)
})

it('asks for changes by the clock of Graph when that of the server is wrong', async () => {
  const { cursor } = await pullAll(null)
  const now = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: now + 40 * 60_000 })
  onTestFinished(() => void vi.useRealTimers())
  account.connector = account.connect()
  const { since } = JSON.parse((await pullAll(cursor)).cursor)
  expect(Date.parse(since)).toBeLessThan(now)
})

it('moves the window before it ends', async () => {
  const { stub, store } = account
  const { cursor } = await pullAll(null)
  const ending = JSON.stringify({ ...JSON.parse(cursor), end: '2027-01-01' })
  const { id } = store.insert(MONDAY)
  const next = await pullAll(ending)
  expect([...next.changes.keys()]).toEqual([id])
  expect(JSON.parse(next.cursor).end > '2028').toBe(true)
  stub.requests.length = 0
  expect((await pullAll(next.cursor)).changes.size).toBe(0)
})

it('reads rows that Graph repeats once, and does not report them again', async () => {
  const { stub, store } = account
  const { id } = store.insert(SOON_DAILY)
  const { cursor } = await pullAll(null)
  stub.settings.replays = true
  stub.settings.pageSize = 2
  const { changes } = await pullAll(cursor)
  expect([...changes]).toEqual([[id, (await read(id!)).content]])
})

it.each([
  [410, 'SyncStateNotFound'],
  [400, 'syncStateNotFound'],
  [404, 'ErrorItemNotFound'],
])('reports a cursor that Graph refuses with %i %s as expired', async (status, code) => {
  const { cursor } = await pullAll(null)
  account.stub.fault = ({ path }) => (path.endsWith('/delta') ? { status, code } : undefined)
  await expect(pullAll(cursor)).rejects.toMatchObject({ problem: 'cursor-expired' })
})

it('reads all-day events by their dates, also if Graph returns midnight of their zone', async () => {
  const allDay: GraphEvent = {
    ...MONDAY,
    isAllDay: true,
    start: zoned('2026-03-02T00:00:00'),
    end: zoned('2026-03-04T00:00:00'),
  }
  const { id, content } = await account.readStored(allDay)
  const span = { type: 'all-day', start: '2026-03-02', end: '2026-03-04' }
  expect(content!.span).toEqual(span)
  const { connector, calendar } = account
  const state = (await connector.read(calendar, id, signal)) as { root: GraphEvent }
  const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' })
  const root = {
    ...state.root,
    start: utc('2026-03-01T23:00:00.0000000'),
    end: utc('2026-03-03T23:00:00.0000000'),
  }
  expect(connector.toObject(calendar, { ...state, root } as never).content!.span).toEqual(span)
})

it.each([
  ['Pacific Standard Time', 'America/Los_Angeles', '2026-03-02T09:00:00'],
  ['tzone://Microsoft/Custom', 'Europe/Berlin', '2026-03-02T18:00:00'],
])('reads times in the zone %s as %s', async (name, zone, start) => {
  const { id } = account.store.insert({
    ...MONDAY,
    start: { dateTime: '2026-03-02T09:00:00', timeZone: 'Pacific Standard Time' },
    end: { dateTime: '2026-03-02T10:00:00', timeZone: 'Pacific Standard Time' },
  })
  const { fields } = account.store.events.get(id!)!
  Object.assign(fields, { originalStartTimeZone: name, originalEndTimeZone: name })
  expect((await read(id!)).content!.span).toMatchObject({ start, startZone: zone })
})

it.each([
  ['Tokyo Standard Time', 'Asia/Tokyo'],
  ['Mountain Standard Time', 'America/Denver'],
  ['AUS Eastern Standard Time', 'Australia/Sydney'],
])('finds the zone of a series in a zone of its own that is like %s', async (timeZone, zone) => {
  const { store, connector, calendar } = account
  const at = (hour: number) => ({ dateTime: `2026-03-02T0${hour}:00:00`, timeZone })
  const { recurrence } = MONDAYS
  const range = { type: 'noEnd', startDate: '2026-03-02', recurrenceTimeZone: timeZone } as const
  const { id } = store.insert({
    ...{ subject: 'Call', start: at(6), end: at(7) },
    recurrence: { ...recurrence!, range },
  })
  store.remove(occurrence(id!, '2026-11-02'))
  store.patch(occurrence(id!, '2026-07-06'), { subject: 'Long call' })
  const custom = 'tzone://Microsoft/Custom'
  const { fields } = store.events.get(id!)!
  Object.assign(fields, { originalStartTimeZone: custom, originalEndTimeZone: custom })
  Object.assign(fields.recurrence!.range, { recurrenceTimeZone: custom })
  const state = (await connector.read(calendar, id!, signal))!
  const { content } = connector.toObject(calendar, state)
  const { span, recurrence: rules, overrides } = content!
  const startZone = (span as { startZone: string }).startZone
  const instants = [span.start, ...rules!.exclusions, ...Object.keys(overrides)].map((wall) =>
    instantAt(wallOfId(wall), startZone),
  )
  const expected = ['2026-03-02', '2026-11-02', '2026-07-06'].map((day) =>
    instantAt(wallOfId(`${day}T06:00:00`), zone),
  )
  expect(instants).toEqual(expected)
  account.stub.requests.length = 0
  await account.edit(id!, { title: 'Renamed' })
  expect(account.sent()).toEqual([['PATCH', expect.anything(), { subject: 'Renamed' }]])
  expect((await read(id!)).content).toEqual({ ...content, title: 'Renamed' })
})

it.each([
  [{ type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 }, 'FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31'],
  [
    { type: 'absoluteMonthly', interval: 2, dayOfMonth: 30 },
    'RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=30;SKIP=BACKWARD',
    '2026-01-30',
  ],
  [
    { type: 'relativeMonthly', interval: 1, daysOfWeek: ['saturday', 'sunday'], index: 'last' },
    'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1',
    '2026-01-31',
  ],
  [
    { type: 'relativeYearly', interval: 1, month: 11, daysOfWeek: ['thursday'], index: 'fourth' },
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    '2026-11-26',
  ],
  [
    { type: 'absoluteYearly', interval: 1, month: 2, dayOfMonth: 29 },
    'RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2;SKIP=BACKWARD',
    '2024-02-29',
  ],
] as [GraphPattern, string, string][])(
  'reads and writes the pattern %j without deleted occurrences',
  async (pattern, rule, day) => {
    const recurrence = {
      pattern,
      range: { type: 'noEnd', startDate: day, recurrenceTimeZone: 'W. Europe Standard Time' },
    } as const
    const event = { ...MONDAY, recurrence, start: zoned(`${day}T09:00:00`), end: zoned(`${day}T10:00:00`) }
    const { content } = await account.readStored(event)
    expect(content!.recurrence).toEqual({ rules: [rule], dates: [], exclusions: [] })
    expect(account.connector.project(account.calendar, content!)).toEqual(content)
  },
)

it.each([
  ['FREQ=HOURLY'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15'],
  ['FREQ=MONTHLY;BYDAY=5MO'],
  ['FREQ=YEARLY;BYDAY=20MO'],
  ['FREQ=WEEKLY;BYDAY=TU'],
  ['FREQ=DAILY;COUNT=1000'],
])('stores no series with the rule %s', async (rule) => {
  const { content } = await account.readStored(MONDAY)
  const recurrence = { rules: [rule], dates: [], exclusions: [] }
  expect(account.connector.project(account.calendar, { ...content!, recurrence })).toBeNull()
})

it('reads an invitation with its organizer and the answer of the mailbox, as not editable', async () => {
  const { id } = account.store.insert({
    ...MONDAY,
    showAs: 'tentative',
    attendees: [
      { type: 'required', emailAddress: { address: OWNER } },
      { type: 'resource', emailAddress: { address: 'room@example.org' } },
    ],
  })
  Object.assign(account.store.events.get(id!)!.fields, {
    isOrganizer: false,
    organizer: { emailAddress: { address: 'Boss@example.org', name: 'Boss' } },
    responseStatus: { response: 'tentativelyAccepted' },
  })
  expect(await read(id!)).toMatchObject({
    readOnly: 'not-organizer',
    content: {
      kind: 'meeting',
      status: 'confirmed',
      attendees: [
        { email: OWNER, status: 'tentative' },
        { email: 'boss@example.org', name: 'Boss', status: 'accepted' },
      ],
    },
  })
})
