import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { loadReach } from '@/lib/access/reach'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { joinableBindings } from '@/lib/queries/bindings'
import { calendarAlarms } from '@/lib/queries/default-alarms'
import { as, codeOf, insertShare, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { insertGoogleConnection } from '@/test/database/google-account'
import { bindCalendars } from './bindings'

it('creates a personal calendar with name and color of the remote one, and syncs it both ways', async () => {
  const anna = await makeUser('anna')
  const connection = await connect(anna)
  const work = remote('work', { color: 'pink' })
  const [bound] = await bind(anna, connection, { remote: work, direction: 'both', calendar: null })
  const { calendars } = await loadReach(db, anna)
  expect(calendars.find(({ id }) => id === bound!.calendar)).toMatchObject({
    ...{ name: 'work', color: 'pink', ownerId: anna.id, level: 'owner' },
  })
  expect(await bindingOf(bound!.id)).toMatchObject({
    ...{ connectionId: connection, remoteId: 'work', remote: work, direction: 'both', state: 'active' },
    ...{ leaderId: null, placedIn: null },
  })
  expect((await bindingOf(bound!.id)).nextRunAt).not.toBeNull()
})

it('creates a calendar with the name that the user chooses', async () => {
  const anna = await makeUser()
  const own = { remote: remote('anna'), direction: 'pull' as const, calendar: null, name: 'Main calendar' }
  const [bound] = await bind(anna, await connect(anna), own)
  const { calendars } = await loadReach(db, anna)
  expect(calendars.find(({ id }) => id === bound!.calendar)).toMatchObject({ name: 'Main calendar' })
})

it('syncs with a calendar of a group, shows the events in another calendar, and sets default reminders', async () => {
  const { editor, calendar } = await makeFamily()
  const connection = await connect(editor)
  const alarms = { timed: [{ minutesBefore: 30, method: 'in-app' as const }], allDay: [] }
  const [first, second] = await bind(
    editor,
    connection,
    { remote: remote('choir'), direction: 'both', calendar, alarms },
    { remote: remote('work'), direction: 'pull', calendar: null, placedIn: calendar, placedDetail: 'busy' },
  )
  expect(await bindingOf(first!.id)).toMatchObject({ calendarId: calendar, direction: 'both' })
  expect(await bindingOf(second!.id)).toMatchObject({ placedIn: calendar, placedDetail: 'busy' })
  expect(await calendarAlarms(db, editor.id, calendar)).toEqual({ own: true, ...alarms })
})

it('refuses calendars that the user may not edit, and connections of others', async () => {
  const { editor, viewer, sharee, stranger, calendar } = await makeFamily()
  for (const [user, code] of [
    ...([
      [viewer, 'FORBIDDEN'],
      [sharee, 'FORBIDDEN'],
      [stranger, 'NOT_FOUND'],
    ] as const),
  ]) {
    const connection = await connect(user)
    const into = { remote: remote('work'), direction: 'pull' as const, calendar }
    expect(await codeOf(bind(user, connection, into))).toBe(code)
    const shownIn = { ...into, calendar: null, placedIn: calendar }
    expect(await codeOf(bind(user, connection, shownIn))).toBe(code)
  }
  const foreign = bind(editor, await connect(viewer), {
    ...{ remote: remote('work'), direction: 'pull', calendar: null },
  })
  expect(await codeOf(foreign)).toBe('NOT_FOUND')
})

it('refuses a second two-way sync of a calendar, and two-way sync of a read-only calendar', async () => {
  const anna = await makeUser('anna')
  const connection = await connect(anna)
  const into = { direction: 'both' as const, calendar: anna.calendar }
  const both = [
    { remote: remote('one'), ...into },
    { remote: remote('two'), ...into },
  ]
  expect(await fieldsOf(bind(anna, connection, ...both))).toEqual({ 'calendars.1.direction': 'taken' })
  expect(await db.select().from(bindings).where(eq(bindings.connectionId, connection))).toEqual([])
  await bind(anna, connection, both[0]!, { ...both[1]!, direction: 'pull' })
  const third = { remote: remote('three'), ...into }
  expect(await fieldsOf(bind(anna, connection, third))).toEqual({ 'calendars.0.direction': 'taken' })
  const readOnly = { remote: remote('holidays', { access: 'read' }), ...into, calendar: null }
  expect(await fieldsOf(bind(anna, connection, readOnly))).toEqual({ 'calendars.0.direction': 'invalid' })
  const twice = { remote: remote('one'), direction: 'pull' as const, calendar: null }
  expect(await fieldsOf(bind(anna, connection, twice))).toEqual({ 'calendars.0.remote': 'taken' })
})

it('lets a second member join the sync of a calendar that they see, whichever calendar they choose', async () => {
  const { owner, viewer, calendar } = await makeFamily()
  const club = remote('club')
  const [first] = await bind(owner, await connect(owner), { remote: club, direction: 'both', calendar })
  const connection = await connect(viewer)
  expect(
    (await joinableBindings(db, viewer.id, { id: connection, kind: 'google', account: 'x' }, ['club'])).get(
      'club',
    ),
  ).toMatchObject({
    ...{ id: first!.id, by: owner.name, direction: 'both' },
  })
  const [joined] = await bind(viewer, connection, { remote: club, direction: 'pull', calendar: null })
  expect(joined).toMatchObject({ calendar, isJoined: true })
  expect(await bindingOf(joined!.id)).toMatchObject({
    ...{ leaderId: first!.id, calendarId: calendar, direction: 'both', nextRunAt: null },
  })
})

it('creates a separate sync for a user who cannot see the synced calendar, and does not reveal that calendar', async () => {
  const { owner, sharee, stranger, calendar } = await makeFamily()
  const club = remote('club')
  await bind(owner, await connect(owner), { remote: club, direction: 'both', calendar })
  // The sharee sees when the calendar is busy, but not its events.
  for (const user of [sharee, stranger]) {
    const connection = await connect(user)
    expect(
      (await joinableBindings(db, user.id, { id: connection, kind: 'google', account: 'x' }, ['club'])).size,
    ).toBe(0)
    const [own] = await bind(user, connection, { remote: club, direction: 'both', calendar: null })
    expect(own!.isJoined).toBe(false)
    expect(await bindingOf(own!.id)).toMatchObject({ leaderId: null })
    expect(own!.calendar).not.toBe(calendar)
  }
})

it('joins the sync of the first of two members who concurrently choose the same calendars', async () => {
  const { owner, editor, calendar } = await makeFamily()
  const connections = [await connect(owner), await connect(editor)]
  const chosen = { remote: remote('club'), direction: 'both' as const, calendar }
  const bound = await Promise.all(
    [owner, editor].map((user, index) => bind(user, connections[index]!, chosen)),
  )
  expect(bound.map(([binding]) => binding!.isJoined).sort()).toEqual([false, true])
})

it('does not join the sync of another provider’s calendar with the same id', async () => {
  const { owner, editor, calendar } = await makeFamily()
  const club = remote('club')
  await bind(owner, await connect(owner), { remote: club, direction: 'pull', calendar })
  expect(
    (await joinableBindings(db, editor.id, { id: editor.id, kind: 'caldav', account: 'x' }, ['club'])).size,
  ).toBe(0)
})

it('joins the sync of another account of the same user', async () => {
  const anna = await makeUser('anna')
  await insertShare(anna.calendar, { userId: (await makeUser()).id }, 'viewer')
  const chosen = { remote: remote('shared'), direction: 'both' as const, calendar: anna.calendar }
  const [first] = await bind(anna, await connect(anna), chosen)
  const [second] = await bind(anna, await connect(anna), chosen)
  expect(await bindingOf(second!.id)).toMatchObject({ leaderId: first!.id })
})

async function bind(
  user: TestUser,
  connection: string,
  ...calendars: {
    remote: RemoteCalendar
    direction: 'pull' | 'both'
    calendar: string | null
    name?: string
    placedIn?: string
    placedDetail?: 'full' | 'title' | 'busy'
    alarms?: {
      timed: { minutesBefore: number; method: 'in-app' }[]
      allDay: { minutesBefore: number; method: 'in-app' }[]
    }
  }[]
) {
  const { result } = await as(user).run(bindCalendars, { connection, calendars })
  return result.bindings
}

function connect(user: TestUser): Promise<string> {
  return insertGoogleConnection(user.id, { access_token: 'x' })
}

function remote(id: string, fields: Partial<RemoteCalendar> = {}): RemoteCalendar {
  return {
    ...{ id, name: id, zone: 'Europe/Berlin', color: null, isPrimary: false },
    access: 'write',
    ...fields,
  }
}

async function bindingOf(id: string) {
  const [row] = await db.select().from(bindings).where(eq(bindings.id, id))
  return row!
}

/** Returns the codes of the invalid fields. */
async function fieldsOf(attempt: Promise<unknown>): Promise<Record<string, string>> {
  const error = await attempt.then(
    () => null,
    (error) => error,
  )
  const fields = Object.entries((error?.detail?.fields ?? {}) as Record<string, { code: string }>)
  return Object.fromEntries(fields.map(([name, { code }]) => [name, code]))
}
