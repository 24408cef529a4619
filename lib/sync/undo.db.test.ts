import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { importEvents } from '@/lib/commands/import'
import { makeFileEvent } from '@/lib/commands/import.test.file'
import { updateBinding } from '@/lib/commands/sync-settings'
import { restore } from '@/lib/commands/trash'
import { undo } from '@/lib/commands/undo'
import { twoWayEffects } from '@/lib/queries/two-way-effects'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, codeOf } from '@/test/database/fixtures'
import {
  entriesOf,
  eventsIn,
  linksOfBinding,
  makeRemoteEvent,
  makeSyncedAccount,
  runsOf,
  type SyncedAccount,
} from './sync.test.account'

let account: SyncedAccount

async function undoLastRun() {
  const [run] = (await runsOf(account.binding)).slice(-1)
  const changesets = new Set((await entriesOf(run!.id)).flatMap(({ changesetId }) => changesetId ?? []))
  for (const changeset of changesets) await as(account.user).run(undo, { changeset })
}

const titles = async () => (await eventsIn(account.calendar)).map(({ title }) => title)

it.each(['both', 'pull'] as const)(
  'undoes the changes of a run, which the next run does not repeat (%s)',
  async (direction) => {
    account = await makeSyncedAccount({ direction })
    const { store, sync } = account
    for (const id of ['dinner', 'lunch']) store.insert(makeRemoteEvent(id))
    await sync()
    store.patch('dinner', { summary: 'renamed' })
    store.delete('lunch')
    store.insert(makeRemoteEvent('concert'))
    await sync()
    await undoLastRun()
    expect(await titles()).toEqual(['dinner', 'lunch'])
    await sync()
    expect(await titles()).toEqual(['dinner', 'lunch'])
    const remote = [...store.events.values()].map(({ event }) => event)
    const present = remote.filter(({ status }) => status !== 'cancelled').map(({ summary }) => summary)
    expect(present.sort()).toEqual(direction === 'both' ? ['dinner', 'lunch'] : ['concert', 'renamed'])
  },
)

it('keeps remote objects whose events were trashed while the sync was one-way, when it becomes two-way', async () => {
  account = await makeSyncedAccount({ direction: 'pull' })
  const { store, sync, user, binding } = account
  for (const id of ['dinner', 'lunch']) store.insert(makeRemoteEvent(id))
  await sync()
  const trashed = await eventsIn(account.calendar)
  await undoLastRun()
  await as(user).createEvent({ calendarId: account.calendar, title: 'Ours' })
  const effects = db.transaction(async (tx) =>
    twoWayEffects(tx, await grant(tx, { kind: 'user', id: user.id }, 'read', 'binding', binding)),
  )
  expect(await effects).toEqual({ added: 1, changed: 0, kept: 2 })
  await as(user).run(updateBinding, { binding, direction: 'both' })
  await sync()
  const statusOf = (id: string) => store.events.get(id)!.event.status
  expect([statusOf('dinner'), statusOf('lunch'), await titles()]).toEqual([
    'confirmed',
    'confirmed',
    ['Ours'],
  ])
  store.oldestToken = store.revision + 1
  store.revision += 2
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  // Restored, it is synced again, with the object that it had before.
  await as(user).run(restore, { event: trashed[0]!.id })
  await sync()
  const edit = {
    id: trashed[0]!.id,
    version: (await eventsIn(account.calendar)).find(({ title }) => title === 'dinner')!.version,
  }
  await as(user).run(updateEvent, { ...edit, patch: { title: 'Supper' } })
  await sync()
  expect(store.events.get('dinner')!.event.summary).toBe('Supper')
  // A remote change brings the other one back, as that of any deleted event.
  store.patch('lunch', { summary: 'Brunch' })
  await sync()
  expect(await titles()).toEqual(['Brunch', 'Ours', 'Supper'])
  expect([...store.events.values()]).toHaveLength(3)
})

it.each([
  ['forgets an object', { status: 503, reason: 'backendError' }, []],
  ['keeps an object', 'lost', ['kept-remotely']],
] as const)(
  '%s whose creation was interrupted, and whose event was deleted while the sync was one-way',
  async (_, fault, kept) => {
    account = await makeSyncedAccount()
    const { stub, store, sync, user, binding, calendar } = account
    await sync()
    await as(user).createEvent({ calendarId: calendar, title: 'Ours' })
    stub.fault = ({ method }) => (method === 'POST' ? fault : undefined)
    await expect(sync()).rejects.toThrow()
    stub.fault = () => undefined
    await as(user).run(updateBinding, { binding, direction: 'pull' })
    const [event] = await eventsIn(calendar)
    await as(user).run(deleteEvent, { id: event!.id, version: 1 })
    await as(user).run(updateBinding, { binding, direction: 'both' })
    await sync()
    expect((await linksOfBinding(binding)).map(({ skipped }) => skipped)).toEqual(kept)
    expect([...store.events.values()].map(({ event }) => event.status)).toEqual(kept.map(() => 'confirmed'))
    expect(await titles()).toEqual([])
  },
)

it('does not ask for approval of deletions when an undo has removed invitations of other organizers', async () => {
  account = await makeSyncedAccount()
  const { store, sync } = account
  const organizer = { email: 'chief@example.org' }
  for (let index = 0; index < 12; index++) store.insert(makeRemoteEvent(`meeting${index}`, { organizer }))
  await sync()
  await undoLastRun()
  expect(await sync()).toMatchObject({ outcome: 'done' })
  expect(await titles()).toEqual([])
})

it('refuses to change a read-only event by the undo of an edit or by an import', async () => {
  account = await makeSyncedAccount()
  const { store, sync, user, calendar, binding } = account
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  const [event] = await eventsIn(calendar)
  const edit = { id: event!.id, version: 1, patch: { title: 'Supper' } }
  const { changeset } = await as(user).run(updateEvent, edit)
  await sync()
  await db.update(bindings).set({ direction: 'pull' }).where(eq(bindings.id, binding))
  await db.update(events).set({ readOnly: 'one-way' }).where(eq(events.id, event!.id))
  expect(await codeOf(as(user).run(undo, { changeset: changeset! }))).toBe('FORBIDDEN')
  const file = await checkEvents([makeFileEvent('dinner@google.com', { title: 'file' }, 99)])
  const { result } = await as(user).run(importEvents, {
    parts: [{ calendarId: calendar, events: file.events }],
  })
  expect([result, await titles()]).toMatchObject([{ skipped: 1, changed: 0 }, ['Supper']])
})

it('replaces unsent edits of an event that a remote change brings back while the sync is one-way', async () => {
  account = await makeSyncedAccount()
  const { store, sync, user, binding, calendar } = account
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  const { id } = (await eventsIn(calendar))[0]!
  await as(user).run(updateEvent, { id, version: 1, patch: { title: 'Supper' } })
  await as(user).run(deleteEvent, { id, version: 2 })
  await as(user).run(updateBinding, { binding, direction: 'pull' })
  store.patch('dinner', { location: 'Home' })
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'dinner', location: 'Home' }])
})
