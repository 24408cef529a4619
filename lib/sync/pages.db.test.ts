import { eq } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { grant } from '@/lib/access/grant'
import { previewSync } from './preview'
import { syncBinding } from './run'
import {
  entriesOf,
  eventsIn,
  linksOfBinding,
  makeRemoteEvent,
  makeSyncedAccount,
  runsOf,
  type SyncedAccount,
} from './sync.test.account'

const INSTANCE = 'lessons_20260309T080000Z'

let account: SyncedAccount

/** Makes a series with an instance of its own, which the provider lists before the series, one object per page. */
async function makeLessons() {
  account = await makeSyncedAccount()
  const { store, stub } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] }))
  store.patch(INSTANCE, { summary: 'lessons, moved' })
  store.patch('lessons', { location: 'Home' })
  stub.pageSize = 1
}

it('keeps a series unchanged when a full read lists its instances on earlier pages', async () => {
  await makeLessons()
  const { store, sync, calendar, binding } = account
  await sync()
  const before = await eventsIn(calendar)
  expect(before).toMatchObject([{ title: 'lessons', version: 1 }])
  store.oldestToken = store.revision + 1
  store.revision += 2
  await sync()
  expect(await eventsIn(calendar)).toEqual(before)
  expect(await runsOf(binding)).toHaveLength(1)
})

it('keeps a series unchanged when a full read lists its instances on later pages', async () => {
  account = await makeSyncedAccount()
  const { store, stub, sync, calendar, binding } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] }))
  store.delete(INSTANCE)
  stub.pageSize = 1
  await sync()
  const before = await eventsIn(calendar)
  expect(before[0]!.recurrence!.exclusions).toEqual(['2026-03-09T09:00:00'])
  store.oldestToken = store.revision + 1
  store.revision += 2
  const runs = await runsOf(binding)
  await sync()
  expect(await eventsIn(calendar)).toEqual(before)
  expect(await runsOf(binding)).toEqual(runs)
})

it('brings back the occurrences of a series whose exceptions Google has dropped with another rule', async () => {
  account = await makeSyncedAccount()
  const { store, sync, calendar } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] }))
  store.delete(INSTANCE)
  await sync()
  store.patch('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=1'] })
  store.patch('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=6'] })
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([{ recurrence: { exclusions: [] } }])
})

it('deletes a series whose deleted instance is listed on a later page', async () => {
  await makeLessons()
  const { store, sync, calendar, binding } = account
  await sync()
  store.delete('lessons')
  store.events.get('lessons')!.instances.set(INSTANCE, {
    at: { dateTime: '2026-03-09T09:00:00', timeZone: 'Europe/Berlin' },
    own: { status: 'cancelled' },
    revision: ++store.revision,
  })
  await sync()
  expect(await eventsIn(calendar)).toEqual([])
  expect(await linksOfBinding(binding)).toEqual([])
})

it('deletes nothing when two runs read everything at once and one of them fails', async () => {
  account = await makeSyncedAccount()
  const { store, stub, sync, calendar, binding, connector } = account
  for (let index = 0; index < 6; index++) store.insert(makeRemoteEvent(`event${index}`))
  await sync()
  await db.update(bindings).set({ cursor: null }).where(eq(bindings.id, binding))
  stub.pageSize = 2
  async function* pullWithOtherRun(...args: Parameters<typeof connector.pull>) {
    let pages = 0
    for await (const page of connector.pull(...args)) {
      yield page
      if (pages++ > 0) continue
      stub.fault = ({ query }) =>
        query.get('pageToken')?.endsWith('.4') ? { status: 503, reason: 'x' } : undefined
      await expect(sync()).rejects.toMatchObject({ problem: 'unreachable' })
      stub.fault = () => undefined
    }
  }
  const run = syncBinding(binding, { ...connector, pull: pullWithOtherRun }, new AbortController().signal)
  expect(await run).toMatchObject({ outcome: 'interrupted' })
  expect(await eventsIn(calendar)).toHaveLength(6)
})

it.each([
  [2, 1],
  [130, 12],
])(
  'keeps %i events when the list of a lagging server does not contain the last %i yet',
  async (count, missing) => {
    account = await makeSyncedAccount()
    const { store, sync, calendar, binding, connector } = account
    const ids = Array.from({ length: count }, (_, at) => `dinner${String(at).padStart(3, '0')}`)
    for (const id of ids) store.insert(makeRemoteEvent(id))
    await sync()
    await db.update(bindings).set({ cursor: null }).where(eq(bindings.id, binding))
    const unlisted = new Set(ids.slice(-missing))
    async function* pullWithoutNew(...args: Parameters<typeof connector.pull>) {
      for await (const page of connector.pull(...args))
        yield { ...page, changes: page.changes.filter(({ id }) => !unlisted.has(id)) }
    }
    await syncBinding(binding, { ...connector, pull: pullWithoutNew }, new AbortController().signal)
    expect(await eventsIn(calendar)).toHaveLength(count)
  },
)

it('adds an instance of a series that the account does not see', async () => {
  account = await makeSyncedAccount()
  const { store, sync, calendar } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] }))
  store.patch(INSTANCE, { summary: 'guest lesson' })
  store.events.get('lessons')!.revision = 0
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'guest lesson', readOnly: 'special' }])
})

it('previews a series once and by its own title when its instance is listed on an earlier page', async () => {
  await makeLessons()
  expect((await previewNew()).added).toMatchObject({ count: 1, samples: [{ title: 'lessons' }] })
})

it('previews a series as unchanged when its instances are listed on pages before and after it', async () => {
  await makeLessons()
  const { store, sync, connector, remote, user, calendar } = account
  await sync()
  const other = 'lessons_20260316T080000Z'
  store.patch(other, { summary: 'lessons, too' })
  await sync()
  const actor = { kind: 'user', id: user.id } as const
  const granted = await db.transaction((tx) => grant(tx, actor, 'write', 'calendar', calendar))
  await db.delete(bindings).where(eq(bindings.id, account.binding))
  const preview = await previewSync(connector, remote, granted, new AbortController().signal)
  expect(preview).toMatchObject({ changed: { count: 0 }, matched: { count: 1 }, added: { count: 0 } })
})

it('previews an instance of a series that the account does not see', async () => {
  await makeLessons()
  account.store.events.get('lessons')!.revision = 0
  expect((await previewNew()).added).toMatchObject({ count: 1, samples: [{ title: 'lessons, moved' }] })
})

/** Previews the sync of the account with a new calendar. */
const previewNew = () => previewSync(account.connector, account.remote, null, new AbortController().signal)

it('keeps no series while a preview reads further pages, if the provider lists each as a whole', async () => {
  const { store, stub, connector, remote } = await makeSyncedAccount()
  for (const id of ['lessons', 'training'])
    store.insert(makeRemoteEvent(id, { recurrence: ['RRULE:FREQ=DAILY'] }))
  stub.pageSize = 1
  const toObject = vi.fn(connector.toObject)
  const whole = { ...connector, toObject, capabilities: { writes: true, watches: false } }
  const { added } = await previewSync(whole, remote, null, new AbortController().signal)
  expect(added.count).toBe(2)
  // The preview reads series a second time, after the last page.
  expect(toObject).toHaveBeenCalledTimes(2)
})

it('logs an object that the provider fails to return, and leaves its event as it is', async () => {
  account = await makeSyncedAccount()
  const { store, sync, calendar, binding, connector } = account
  for (const id of ['broken', 'other']) store.insert(makeRemoteEvent(id))
  await sync()
  const before = await eventsIn(calendar)
  await db.update(bindings).set({ cursor: null }).where(eq(bindings.id, binding))
  const failing: typeof connector = {
    ...connector,
    async *pull(...args) {
      for await (const page of connector.pull(...args))
        yield {
          ...page,
          changes: page.changes.filter(({ id }) => id !== 'broken'),
          unreadable: ['broken', 'fresh'],
        }
    },
    read: () => Promise.resolve(null),
  }
  await syncBinding(binding, failing, new AbortController().signal)
  expect(await eventsIn(calendar)).toEqual(before)
  const run = (await runsOf(binding)).at(-1)!
  expect(run).toMatchObject({ outcome: 'done', counts: { skipped: 2, deleted: 0 } })
  expect(await entriesOf(run.id)).toMatchObject([
    { title: 'broken', op: 'skipped', reason: 'unreadable', eventId: before[0]!.id },
    { title: '', op: 'skipped', reason: 'unreadable', eventId: null },
  ])
  // The health of the binding counts its links.
  const linked = (await linksOfBinding(binding)).map(({ remoteId, skipped }) => [remoteId, skipped])
  expect(linked).toEqual([
    ['broken', null],
    ['fresh', 'unreadable'],
    ['other', null],
  ])
  store.insert(makeRemoteEvent('fresh'))
  await sync()
  expect((await eventsIn(calendar)).map(({ title }) => title)).toEqual(['broken', 'fresh', 'other'])
})
