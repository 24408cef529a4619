import { expect, it } from 'vitest'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { as } from '@/test/database/fixtures'
import { eventsIn, makeRemoteEvent, makeSyncedAccount, type SyncedAccount } from './sync.test.account'

/** A weekly lesson on Mondays, from 2 March 2026. */
const lessons = (hour: string) => ({
  ...{ type: 'timed' as const, startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
  ...{ start: `2026-03-02T${hour}:00:00`, end: `2026-03-02T${hour}:30:00` },
})

/** Gives one occurrence another title, and deletes another one. */
async function changeOccurrences({ user, calendar }: SyncedAccount): Promise<void> {
  const [event] = await eventsIn(calendar)
  const at = (day: string) => ({ id: `${day}T09:00:00`, scope: 'this' as const })
  const { id, version } = event!
  await as(user).run(updateEvent, { id, version, patch: { title: 'Concert' }, occurrence: at('2026-03-09') })
  await as(user).run(deleteEvent, { id, version: version + 1, occurrence: at('2026-03-16') })
}

/** Interrupts a run after its first write. */
async function interruptSync({ stub, sync }: SyncedAccount): Promise<void> {
  let writes = 0
  stub.fault = ({ method }) => {
    if (method !== 'GET') writes++
    return writes > 1 ? { status: 503, reason: 'backendError' } : undefined
  }
  await expect(sync()).rejects.toThrow()
  stub.fault = () => undefined
}

/** Returns the exceptions of the series at Google. */
const remoteExceptions = ({ store }: SyncedAccount) => {
  const [id] = [...store.events.keys()]
  return store.exceptionsOf(id!).map(({ id, status, summary }) => [id!.split('_')[1], status, summary])
}

it('keeps exceptions when the run is interrupted after it has moved their series', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync, store } = account
  store.insert(makeRemoteEvent('lessons', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] }))
  await sync()
  await changeOccurrences(account)
  await sync()
  const [event] = await eventsIn(calendar)
  const { id, version } = event!
  await as(user).run(updateEvent, { id, version, patch: { span: lessons('11') } })
  await interruptSync(account)
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([
    {
      recurrence: { exclusions: ['2026-03-16T11:00:00'] },
      overrides: { '2026-03-09T11:00:00': { title: 'Concert' } },
    },
  ])
  expect(remoteExceptions(account)).toEqual([['20260309T100000Z', 'confirmed', 'Concert']])
})

it('keeps exceptions when the run is interrupted after it has created their series', async () => {
  const account = await makeSyncedAccount()
  const { user, calendar, sync } = account
  const series = {
    calendarId: calendar,
    title: 'Lesson',
    span: lessons('09'),
    rules: ['FREQ=WEEKLY;COUNT=4'],
  }
  await as(user).run(createEvent, series)
  await changeOccurrences(account)
  await interruptSync(account)
  await sync()
  expect(await eventsIn(calendar)).toMatchObject([
    {
      recurrence: { exclusions: ['2026-03-16T09:00:00'] },
      overrides: { '2026-03-09T09:00:00': { title: 'Concert' } },
    },
  ])
  expect(remoteExceptions(account)).toMatchObject([['20260309T080000Z', 'confirmed', 'Concert']])
})
