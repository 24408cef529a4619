import { afterEach, expect, it } from 'vitest'
import {
  eventsIn,
  linksOfBinding,
  makeRemoteEvent,
  makeSyncedAccount,
  runsOf,
  type SyncedAccount,
} from './sync.test.account'

const INSTANCE = 'lessons_20260309T080000Z'

let account: SyncedAccount
afterEach(() => account.stub.close())

/** Syncs a series with an instance of its own, which the provider lists before the series, one object per page. */
async function makeLessons() {
  account = await makeSyncedAccount()
  const { store, stub, sync } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] }))
  store.patch(INSTANCE, { summary: 'lessons, moved' })
  store.patch('lessons', { location: 'Home' })
  stub.pageSize = 1
  await sync()
}

it('leaves a series as it is whose instances are listed on an earlier page when everything is read again', async () => {
  await makeLessons()
  const { store, sync, calendar, binding } = account
  const before = await eventsIn(calendar)
  expect(before).toMatchObject([{ title: 'lessons', version: 1 }])
  store.oldestToken = store.revision + 1
  store.revision += 2
  await sync()
  expect(await eventsIn(calendar)).toEqual(before)
  expect(await runsOf(binding)).toHaveLength(1)
})

it('deletes a series whose deleted instance is listed on a later page', async () => {
  await makeLessons()
  const { store, sync, calendar, binding } = account
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

it('adds an instance of a series that the account does not see', async () => {
  account = await makeSyncedAccount()
  const { store, sync, calendar } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] }))
  store.patch(INSTANCE, { summary: 'guest lesson' })
  store.events.get('lessons')!.revision = 0
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([{ title: 'guest lesson', readOnly: 'special' }])
})
