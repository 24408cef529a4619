import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { DAY, MINUTE } from '@/lib/calendar/day'
import { updateEvent } from '@/lib/commands/events'
import { eventsIn, makeRemoteEvent } from '@/lib/sync/sync.test.account'
import { as, codeOf, makeUser, type TestUser } from '@/test/database/fixtures'
import {
  insertGoogleBinding,
  insertGoogleConnection,
  pointToGoogleStub,
} from '@/test/database/google-account'
import { startGoogleCalendar } from '@/test/servers/google-calendar/server'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import { runBinding } from './run-binding'

const REMOTE_ID = 'family@example.org'
const stub = await startGoogleCalendar()
pointToGoogleStub(stub)
afterAll(() => stub.close())

let user: TestUser
let connection: string
let binding: string
let store: CalendarStore
beforeEach(async () => {
  store = new CalendarStore('Europe/Berlin')
  share('owner')
  stub.tokens.add('token')
  stub.requests.length = 0
  user = await makeUser('Ada')
  connection = await insertGoogleConnection(user.id, { access_token: 'token' })
  binding = await insertGoogleBinding(connection, user.calendar)
  await passDay()
})

const share = (accessRole: 'reader' | 'owner') =>
  stub.calendars.set(REMOTE_ID, { store, summary: 'Family', accessRole, colorId: '7' })

async function stored(id = binding) {
  const [row] = await db.select().from(bindings).where(eq(bindings.id, id))
  return row!
}

async function run(id = binding) {
  await db
    .update(bindings)
    .set({ nextRunAt: new Date(Date.now() + 30 * MINUTE) })
    .where(eq(bindings.id, id))
  await runBinding(id, new AbortController().signal)
}

const passDay = () =>
  db
    .update(connections)
    .set({ listedAt: new Date(Date.now() - DAY - MINUTE) })
    .where(eq(connections.id, connection))
const dinner = async () => (await eventsIn(user.calendar)).find(({ title }) => title !== 'trip0')!
const rename = async (title: string) => {
  const { id, version } = await dinner()
  return as(user).run(updateEvent, { id, version, patch: { title } })
}
const remoteTitle = () => store.get('dinner').summary
const lists = () => stub.requests.filter(({ path }) => path.endsWith('/calendarList')).length

it('makes events read-only while the account can only read the calendar, and editable again afterwards', async () => {
  store.insert(makeRemoteEvent('dinner'))
  store.insert(makeRemoteEvent('trip0', { eventType: 'fromGmail' }))
  await run()
  share('reader')
  await passDay()
  await run()
  const reasons = async () => (await eventsIn(user.calendar)).map(({ title, readOnly }) => [title, readOnly])
  expect(await reasons()).toEqual([
    ['dinner', 'read-only-calendar'],
    ['trip0', 'read-only-calendar'],
  ])
  expect(await codeOf(rename('Supper'))).toBe('FORBIDDEN')
  stub.requests.length = 0
  await run()
  expect(stub.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  share('owner')
  await passDay()
  await run()
  expect(await reasons()).toEqual([
    ['dinner', null],
    ['trip0', 'special'],
  ])
  await rename('Supper')
  await run()
  expect(remoteTitle()).toBe('Supper')
})

it('lists the calendars again after a write was forbidden', async () => {
  store.insert(makeRemoteEvent('dinner'))
  await run()
  share('reader')
  await rename('Supper')
  await run()
  expect(await dinner()).toMatchObject({ readOnly: null })
  await run()
  expect(await dinner()).toMatchObject({ readOnly: 'read-only-calendar' })
})

it('lists the calendars of an account once a day for all of them, and stops those that are gone', async () => {
  const other = { store: new CalendarStore('Europe/Berlin'), summary: 'Work', colorId: '1' }
  stub.calendars.set('work@example.org', { ...other, accessRole: 'reader' })
  const work = await insertGoogleBinding(connection, user.calendar, {
    ...{ remoteId: 'work@example.org', direction: 'pull' },
  })
  await run()
  await run(work)
  await run()
  expect(lists()).toBe(1)
  expect((await stored(work)).remote).toMatchObject({ name: 'Work', access: 'read' })
  stub.calendars.delete('work@example.org')
  await passDay()
  await run()
  expect(lists()).toBe(2)
  expect(await stored()).toMatchObject({ state: 'active', problem: null })
  expect(await stored(work)).toMatchObject({ state: 'stopped', problem: 'calendar-gone', nextRunAt: null })
})
