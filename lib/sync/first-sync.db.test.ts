import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { notificationSettings } from '@/db/schema/notifications'
import { dispatch } from '@/lib/jobs/dispatch'
import { loadActivity } from '@/lib/queries/activity.test.entries'
import { news } from '@/lib/queries/news'
import { notificationList } from '@/lib/queries/notifications/list'
import { as, makeFamily } from '@/test/database/fixtures'
import { makeRemoteEvent, makeSyncedAccount } from './sync.test.account'

const IDS = ['event1', 'event2', 'event3', 'event4', 'event5', 'event6']
const inSummer = { dateTime: '2031-07-01T09:00:00', timeZone: 'Europe/Berlin' }

it('sends no notifications of the first sync, lists it as one news entry, and marks later changes as synced', async () => {
  const { owner, viewer, calendar, group } = await makeFamily()
  const account = await makeSyncedAccount({ user: owner, calendarId: calendar })
  const chosen = { userId: viewer.id, kind: 'calendar-changed', channel: 'in-app', mode: 'now' } as const
  await db.insert(notificationSettings).values(chosen)
  await dispatch()
  const since = Date.now()
  account.stub.pageSize = 3
  for (const id of IDS) account.store.insert(makeRemoteEvent(id, { start: inSummer, end: inSummer }))
  await account.sync()
  await dispatch()
  const reach = await as(viewer).loadReach()
  const readNews = async () =>
    (await news(db, reach, since, 'UTC')).map(({ op, count, title, by, origin }) => [
      op,
      count,
      title,
      by?.name,
      origin,
    ])
  const notified = async () =>
    (await notificationList(db, reach, 'UTC')).items.flatMap(({ op, by, origin }) =>
      op === 'joined' ? [] : [[op, by?.name, origin]],
    )
  const first = ['many', 6, '', 'owner', 'first-sync']
  expect([await readNews(), await notified()]).toEqual([[first], []])
  account.store.patch('event1', { summary: 'renamed' })
  await account.sync()
  await dispatch()
  expect(await readNews()).toEqual([['changed', 1, 'event1', 'owner', 'sync'], first])
  expect(await notified()).toEqual([['changed', 'owner', 'sync']])
  const { entries } = await loadActivity(viewer, group, { kind: 'event' })
  expect(entries.map(({ origin, author }) => [origin, author?.name])).toEqual([
    ['sync', 'owner'],
    ['first-sync', 'owner'],
    ['first-sync', 'owner'],
  ])
})
