import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { notifications } from '@/db/schema/notifications'
import { createEvent, updateEvent } from '@/lib/commands/events'
import { setNotificationSettings } from '@/lib/commands/notifications'
import { startingIn } from '@/lib/jobs/alarms.test.due'
import { dispatch } from '@/lib/jobs/dispatch'
import { as, hour, makeFamily } from '@/test/database/fixtures'

const FAR = hour('2126-11-21')

/** Returns the consumers that changes of a calendar wait for. */
const awaitedBy = (calendar: string) =>
  db.execute(sql`
    select consumer from consumer_cursors where stream = ${`calendar-${calendar}`} and seq < pending order by 1`)

it('wakes no consumer for an event without attendees whose alarms are due in years', async () => {
  const { owner, calendar } = await makeFamily()
  await dispatch()
  const create = (span: object) =>
    as(owner).run(createEvent, { calendarId: calendar, title: 'Dinner', span } as never)
  expect((await create(FAR)).isAwaited).toBe(false)
  expect(await awaitedBy(calendar)).toEqual([])
  expect((await create(startingIn(120))).isAwaited).toBe(true)
  expect(await awaitedBy(calendar)).toEqual([{ consumer: 'alarms' }])
})

it('notifies a member who chooses notifications of all events only about changes after that choice', async () => {
  const { owner, viewer, calendar } = await makeFamily()
  const attending = { calendarId: calendar, span: FAR, attendees: [viewer.id] }
  await as(owner).createEvent(attending)
  await dispatch()
  const early = await as(owner).createEvent({ calendarId: calendar, span: FAR })
  const modes = [{ kind: 'calendar-changed', channel: 'in-app', mode: 'now' } as const]
  await as(viewer).run(setNotificationSettings, { modes })
  const late = await as(owner).createEvent({ calendarId: calendar, span: FAR })
  await dispatch()
  const notified = async () =>
    (await db.select().from(notifications).where(eq(notifications.userId, viewer.id)))
      .filter(({ kind }) => kind === 'calendar-changed')
      .map(({ eventId }) => eventId)
  expect(await notified()).toEqual([late.id])
  const { id, version } = early
  await as(owner).run(updateEvent, { id, version, patch: { title: 'Later' } })
  await dispatch()
  expect((await notified()).sort()).toEqual([early.id, late.id].sort())
})
