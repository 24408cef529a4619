import { eq, inArray } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings, links, syncConflicts } from '@/db/schema/connections'
import { answerEvent } from '@/lib/commands/answers'
import { handOver } from '@/lib/commands/effects/hand-over'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { disconnectBinding } from '@/lib/commands/sync-settings'
import { restore } from '@/lib/commands/trash'
import { undo } from '@/lib/commands/undo'
import { as, hour, insertCalendar, makeFamily } from '@/test/database/fixtures'
import {
  entriesOf,
  eventsIn,
  linksOfBinding,
  makeRemoteEvent,
  makeSyncedAccount,
  runsOf,
  type SyncedAccount,
} from './sync.test.account'

/** Returns the input of a new event. */
const newEvent = (calendarId: string) => ({ calendarId, title: 'event', span: hour('2026-03-05') })

/** Returns the remote events that were not deleted. */
const remoteEvents = ({ store }: SyncedAccount) =>
  [...store.events.values()].map(({ event }) => event).filter(({ status }) => status !== 'cancelled')

const writesTo = ({ stub }: SyncedAccount) => stub.requests.filter(({ method }) => method !== 'GET')

it('creates, changes and deletes remote events as the calendar does, and does not take its own writes for changes', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, binding } = account
  const { result } = await as(user).run(createEvent, { ...newEvent(calendar), title: 'Dinner' })
  expect(await sync()).toEqual({ hasChanged: true, outcome: 'done' })
  expect(remoteEvents(account)).toMatchObject([{ summary: 'Dinner' }])
  await as(user).run(updateEvent, { id: result.id, version: 1, patch: { location: 'Home' } })
  await sync()
  expect(remoteEvents(account)).toMatchObject([{ summary: 'Dinner', location: 'Home' }])
  // The version that the provider has returned is stored with the link.
  const root = account.store.get(remoteEvents(account)[0]!.id!)
  expect(await linksOfBinding(binding)).toMatchObject([{ state: { root: { etag: root.etag } } }])
  const [run] = (await runsOf(binding)).slice(-1)
  expect(await entriesOf(run!.id)).toMatchObject([{ direction: 'out', op: 'changed', title: 'Dinner' }])
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  expect(await eventsIn(calendar)).toMatchObject([{ id: result.id, version: 2 }])
  await as(user).run(deleteEvent, { id: result.id, version: 2 })
  await sync()
  expect([remoteEvents(account), await linksOfBinding(binding)]).toEqual([[], []])
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
})

it('merges different fields that changed on both sides, and keeps fields that Kinday does not know', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  store.insert(makeRemoteEvent('dinner', { conferenceData: { conferenceId: 'abc' } }))
  await sync()
  const [event] = await eventsIn(calendar)
  await as(user).run(updateEvent, { id: event!.id, version: 1, patch: { title: 'Supper' } })
  store.patch('dinner', { location: 'Home' })
  await sync()
  expect(store.get('dinner')).toMatchObject({
    ...{ summary: 'Supper', location: 'Home', conferenceData: { conferenceId: 'abc' } },
  })
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'Supper', location: 'Home' }])
})

it('takes the remote value of a field that changed on both sides, and lists the conflict with both', async () => {
  const { user, calendar, sync, store, binding } = await makeSyncedAccount()
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  const [event] = await eventsIn(calendar)
  await as(user).run(updateEvent, { id: event!.id, version: 1, patch: { title: 'Ours' } })
  store.patch('dinner', { summary: 'Theirs' })
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'Theirs' }])
  const [link] = await linksOfBinding(binding)
  const conflicts = await db.select().from(syncConflicts).where(eq(syncConflicts.linkId, link!.id))
  expect(conflicts).toMatchObject([{ field: 'title', ours: 'Ours', theirs: 'Theirs', resolvedAt: null }])
})

it('lists edits that were not sent as conflicts when an account that can only read takes over', async () => {
  const { owner, editor, calendar } = await makeFamily()
  const first = await makeSyncedAccount({ user: owner, calendarId: calendar })
  const second = await makeSyncedAccount({ user: editor, calendarId: calendar, leaderId: first.binding })
  await db
    .update(bindings)
    .set({ remote: { ...second.remote, access: 'read' } })
    .where(eq(bindings.id, second.binding))
  for (const { store } of [first, second])
    for (const id of ['dinner', 'lunch']) store.insert(makeRemoteEvent(id))
  await first.sync()
  const [dinner] = await eventsIn(calendar)
  await as(owner).run(updateEvent, { id: dinner!.id, version: 1, patch: { title: 'Ours' } })
  await db.transaction((tx) => handOver(tx, first.binding))
  second.store.patch('dinner', { location: 'Home' })
  second.store.patch('lunch', { location: 'Home' })
  await second.sync()
  const shown = (await eventsIn(calendar)).map(({ title, location }) => [title, location])
  expect(shown).toEqual([
    ['dinner', 'Home'],
    ['lunch', 'Home'],
  ])
  const [link, other] = await linksOfBinding(second.binding)
  const conflicts = await db
    .select()
    .from(syncConflicts)
    .where(inArray(syncConflicts.linkId, [link!.id, other!.id]))
  expect(conflicts).toMatchObject([{ linkId: link!.id, field: 'title', ours: 'Ours', theirs: 'dinner' }])
})

it('reads and merges an object that changes while it is written', async () => {
  const { user, calendar, sync, store, stub } = await makeSyncedAccount()
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  const [event] = await eventsIn(calendar)
  await as(user).run(updateEvent, { id: event!.id, version: 1, patch: { title: 'Supper' } })
  let isFirst = true
  stub.fault = ({ method }) => {
    if (method === 'PATCH' && isFirst) {
      isFirst = false
      store.patch('dinner', { location: 'Home' })
    }
    return undefined
  }
  await sync()
  expect(store.get('dinner')).toMatchObject({ summary: 'Supper', location: 'Home' })
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'Supper', location: 'Home' }])
})

it('neither creates an event twice nor takes its own write for a remote change if responses were lost', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, stub, store, binding } = account
  const { result } = await as(user).run(createEvent, { ...newEvent(calendar), title: 'first' })
  stub.fault = ({ method }) => (method === 'POST' ? 'lost' : undefined)
  await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
  await as(user).run(updateEvent, { id: result.id, version: 1, patch: { title: 'second' } })
  stub.fault = ({ method }) => (method === 'PATCH' ? 'lost' : undefined)
  await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
  await as(user).run(updateEvent, { id: result.id, version: 2, patch: { title: 'third' } })
  stub.fault = () => undefined
  await sync()
  expect(remoteEvents(account)).toMatchObject([{ summary: 'third' }])
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'third' }])
  const [link] = await linksOfBinding(binding)
  expect(await db.select().from(syncConflicts).where(eq(syncConflicts.linkId, link!.id))).toEqual([])
  await as(user).run(deleteEvent, { id: result.id, version: 3 })
  stub.fault = ({ method }) => (method === 'DELETE' ? 'lost' : undefined)
  await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
  stub.fault = () => undefined
  await sync()
  expect([[...store.events.values()].length, remoteEvents(account), await eventsIn(calendar)]).toEqual([
    1,
    [],
    [],
  ])
})

it('brings back an event that one side deleted and the other changed', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  for (const id of ['dinner', 'lunch']) store.insert(makeRemoteEvent(id))
  await sync()
  const [dinner, lunch] = await eventsIn(calendar)
  await as(user).run(deleteEvent, { id: dinner!.id, version: 1 })
  store.patch('dinner', { location: 'Home' })
  await as(user).run(updateEvent, { id: lunch!.id, version: 1, patch: { location: 'Park' } })
  store.delete('lunch')
  await sync()
  await sync()
  const places = [
    [dinner!.id, 'Home'],
    [lunch!.id, 'Park'],
  ]
  expect((await eventsIn(calendar)).map(({ id, location }) => [id, location])).toEqual(places)
  expect(remoteEvents(account).map(({ location }) => location)).toEqual(['Home', 'Park'])
  expect(await db.select().from(syncConflicts)).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ field: 'deleted' })]),
  )
})

it('sends a series that is split, with its later part as a new event, and the undo of the split', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] }))
  await sync()
  const [series] = await eventsIn(calendar)
  const split = await as(user).run(updateEvent, {
    ...{ id: series!.id, version: 1, patch: { title: 'later' } },
    occurrence: { id: '2026-03-16T09:00:00', scope: 'following' },
  })
  await sync()
  expect(
    remoteEvents(account)
      .map(({ summary }) => summary)
      .sort(),
  ).toEqual(['later', 'lessons'])
  expect(store.get('lessons').recurrence![0]).toMatch(/UNTIL/)
  await as(user).run(undo, { changeset: split.changeset! })
  await sync()
  expect(remoteEvents(account)).toMatchObject([{ summary: 'lessons' }])
  expect(store.get('lessons').recurrence![0]).toMatch(/COUNT=5/)
})

it('sends a changed answer of the user', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store, binding } = account
  const attendees = [{ email: user.email, responseStatus: 'needsAction' }, { email: 'guest@example.org' }]
  store.insert(makeRemoteEvent('dinner', { attendees }))
  await sync()
  const [event] = await eventsIn(calendar)
  await as(user).run(answerEvent, { id: event!.id, version: 1, status: 'accepted' })
  await db.update(links).set({ isDirty: true }).where(eq(links.bindingId, binding))
  await sync()
  const statuses = store.get('dinner').attendees?.map(({ email, responseStatus }) => [email, responseStatus])
  expect(Object.fromEntries(statuses!)).toEqual({
    [user.email]: 'accepted',
    'guest@example.org': 'needsAction',
  })
  expect(await linksOfBinding(binding)).toMatchObject([{ isDirty: false }])
})

it('leaves invitations to the provider, except for events that a user of this server organizes', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  store.insert(makeRemoteEvent('dinner', { attendees: [{ email: 'guest@example.org' }] }))
  await sync()
  const [event] = await eventsIn(calendar)
  await as(user).run(updateEvent, { id: event!.id, version: 1, patch: { location: 'Home' } })
  await as(user).run(createEvent, { ...newEvent(calendar), attendees: [{ email: 'other@example.org' }] })
  await sync()
  const sent = writesTo(account).map(({ method, query }) => [method, query.get('sendUpdates')])
  expect(sent.sort()).toEqual([
    ['PATCH', 'all'],
    ['POST', 'none'],
  ])
})

it('lets the provider invite again when an event is restored after the cancellation was sent', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  const attendees = [{ email: 'guest@example.org' }]
  const organizer = { email: 'chief@example.org' }
  store.insert(makeRemoteEvent('dinner', { attendees }))
  store.insert(makeRemoteEvent('lunch', { attendees, organizer }))
  await sync()
  const [dinner, lunch] = await eventsIn(calendar)
  await as(user).run(deleteEvent, { id: dinner!.id, version: 1 })
  store.delete('lunch')
  await sync()
  for (const { id } of [dinner!, lunch!]) await as(user).run(restore, { event: id })
  await sync()
  const sent = writesTo(account).map(({ method, query }) => [method, query.get('sendUpdates')])
  expect(sent.sort()).toEqual([
    ['DELETE', 'all'],
    ['POST', 'all'],
    // The account did not organize this one.
    ['POST', 'none'],
  ])
})

it.each(['follows', 'has ended', 'followed, and has ended'] as const)(
  'lets the provider invite again if the former account, which has sent the cancellation, %s',
  async (former) => {
    const { owner, editor, calendar } = await makeFamily()
    const first = await makeSyncedAccount({ user: owner, calendarId: calendar })
    first.store.insert(makeRemoteEvent('dinner', { attendees: [{ email: 'guest@example.org' }] }))
    await first.sync()
    const second = await makeSyncedAccount({ user: editor, calendarId: calendar, leaderId: first.binding })
    const [dinner] = await eventsIn(calendar)
    await as(owner).run(deleteEvent, { id: dinner!.id, version: 1 })
    await first.sync()
    if (former === 'has ended')
      await as(owner).run(disconnectBinding, { binding: first.binding, copies: 'keep' })
    else await db.transaction((tx) => handOver(tx, first.binding))
    if (former === 'followed, and has ended')
      await as(owner).run(disconnectBinding, { binding: first.binding, copies: 'keep' })
    await as(owner).run(restore, { event: dinner!.id })
    await second.sync()
    expect(writesTo(second).map(({ method, query }) => [method, query.get('sendUpdates')])).toEqual([
      ['POST', 'all'],
    ])
  },
)

it('sends neither changes nor deletions of events that the user may not see', async () => {
  const family = await makeFamily()
  const account = await makeSyncedAccount({ user: family.editor, calendarId: family.calendar })
  const { result } = await as(family.owner).run(createEvent, {
    ...newEvent(family.calendar),
    hiddenFrom: [family.editor.id],
  })
  const shown = await as(family.owner).run(createEvent, newEvent(family.calendar))
  await account.sync()
  expect(remoteEvents(account)).toHaveLength(1)
  await as(family.owner).run(updateEvent, {
    ...{ id: shown.result.id, version: 1, patch: { hiddenFrom: [family.editor.id], title: 'secret' } },
  })
  await as(family.owner).run(deleteEvent, { id: result.id, version: 1 })
  await account.sync()
  expect(remoteEvents(account)).toMatchObject([{ summary: 'event' }])
  await as(family.owner).run(deleteEvent, { id: shown.result.id, version: 2 })
  await account.sync()
  expect(remoteEvents(account)).toMatchObject([{ summary: 'event' }])
})

it('sends an event that is hidden from someone by the connection of its creator only, and its deletion by others', async () => {
  const { owner, editor, viewer, calendar } = await makeFamily()
  const account = await makeSyncedAccount({ user: editor, calendarId: calendar })
  const titles = () => remoteEvents(account).map(({ summary }) => summary)
  const hiddenFrom = [viewer.id]
  await as(owner).run(createEvent, { ...newEvent(calendar), title: 'surprise', hiddenFrom })
  await as(editor).run(createEvent, { ...newEvent(calendar), title: 'own', hiddenFrom })
  const { result } = await as(owner).run(createEvent, { ...newEvent(calendar), title: 'shown' })
  await account.sync()
  expect(titles().sort()).toEqual(['own', 'shown'])
  const patch = { title: 'secret', hiddenFrom }
  await as(owner).run(updateEvent, { id: result.id, version: 1, patch })
  const { id } = remoteEvents(account).find(({ summary }) => summary === 'shown')!
  account.store.patch(id!, { location: 'Home' })
  await account.sync()
  expect(titles().sort()).toEqual(['own', 'shown'])
  const secret = (await eventsIn(calendar)).find(({ title }) => title === 'secret')!
  expect(secret.location).toBe('Home')
  await as(owner).run(deleteEvent, { id: secret.id, version: secret.version })
  await account.sync()
  expect(titles()).toEqual(['own'])
})

it('deletes the remote object of an event that moves to another calendar', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync } = account
  const { result } = await as(user).run(createEvent, newEvent(calendar))
  await sync()
  const other = await insertCalendar({ ownerUserId: user.id })
  await as(user).run(updateEvent, { id: result.id, version: 1, patch: { calendarId: other } })
  await sync()
  expect([remoteEvents(account), (await eventsIn(other)).length]).toEqual([[], 1])
})

it('writes nothing to a calendar that is synced in one direction', async () => {
  const account = await makeSyncedAccount({ direction: 'pull' })
  await as(account.user).run(createEvent, newEvent(account.calendar))
  account.store.insert(makeRemoteEvent('dinner'))
  await account.sync()
  expect(writesTo(account)).toEqual([])
})

it('deletes no remote events and waits for approval if more than ten events and a tenth of the calendar were deleted here', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  for (let index = 0; index < 12; index++) store.insert(makeRemoteEvent(`event${index}`))
  await sync()
  for (const { id } of await eventsIn(calendar)) await as(user).run(deleteEvent, { id, version: 1 })
  expect(await sync()).toMatchObject({ outcome: 'needs-approval' })
  expect(remoteEvents(account)).toHaveLength(12)
})

it('moves an event between two calendars that are synced', async () => {
  const first = await makeSyncedAccount()
  const { user } = first
  const calendarId = await insertCalendar({ ownerUserId: user.id })
  const second = await makeSyncedAccount({ user, calendarId, account: 'second@example.org' })
  const { result } = await as(user).run(createEvent, newEvent(first.calendar))
  await first.sync()
  await as(user).run(updateEvent, { id: result.id, version: 1, patch: { calendarId } })
  for (const account of [second, first, second]) await account.sync()
  expect([remoteEvents(first), remoteEvents(second)]).toMatchObject([[], [{ summary: 'event' }]])
  expect(await eventsIn(calendarId)).toMatchObject([{ id: result.id }])
  expect([await linksOfBinding(first.binding), (await linksOfBinding(second.binding)).length]).toEqual([
    [],
    1,
  ])
})
