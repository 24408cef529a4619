import { eq, sql } from 'drizzle-orm'
import { calendars } from '@/db/schema/calendars'
import { userIdOf } from '@/lib/access/actor'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { streamOf } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/trash'
import { audienceOf } from './audience'
import { restoreCalendarEvents } from './calendar-events'
import { refuseMore } from './calendars'
import { echoesOf } from './echoes'
import { eraseCalendars, eraseEvents } from './erase'
import { eventChanges } from './event-plan'
import { trashEvent } from './event-rows'
import { refusingTwice } from './events'
import { command } from './execute'

/** Brings an event back, or a calendar with all that went with it. */
export const restore = command({
  name: 'restore',
  input: schemas.restore,
  on: (which) => ({
    event: 'event' in which ? ['write', 'trashed-event', which.event] : undefined,
    calendar: 'calendar' in which ? ['own', 'trashed-calendar', which.calendar] : undefined,
  }),
  async run({ tx, grants, now }) {
    if (grants.event) {
      const event = snapshotOf(grants.event.row)
      const back = await refusingTwice(() => trashEvent(tx, event, null))
      return {
        result: { id: event.id },
        changes: [...eventChanges(null, back), ...(await echoesOf(tx, [event.id]))],
      }
    }
    const { row } = grants.calendar!
    await refuseMore(tx, row)
    await tx.update(calendars).set({ deletedAt: null }).where(eq(calendars.id, row.id))
    const { changes } = await restoreCalendarEvents(tx, row.id, row.deletedAt ?? now)
    const { streams, jobs } = await audienceOf(tx, row)
    const { name, color, description, version } = row
    const after = { name, color, description, version }
    return {
      result: { id: row.id },
      changes: [
        ...streams.map((stream) => ({ stream, entity: 'calendar', id: row.id, op: 'added', after }) as const),
        ...changes,
      ],
      jobs,
    }
  },
})

/** Lets go of an event or a calendar before its time: it is nowhere after, and history no longer says what it was. */
export const deleteForGood = command({
  name: 'deleteForGood',
  input: schemas.deleteForGood,
  on: (which) => ({
    event: 'event' in which ? ['own', 'trashed-event', which.event] : undefined,
    calendar: 'calendar' in which ? ['own', 'trashed-calendar', which.calendar] : undefined,
  }),
  async run({ tx, grants, actor }) {
    const own = streamOf('user', userIdOf(actor))
    if (grants.event) {
      const { id, calendarId } = grants.event.row
      await eraseEvents(tx, sql`select ${id}::uuid as id`)
      return {
        result: { id },
        changes: [{ stream: streamOf('calendar', calendarId), entity: 'event', id, op: 'removed' }],
      }
    }
    const { id } = grants.calendar!.row
    await eraseCalendars(tx, sql`select ${id}::uuid as id`)
    return { result: { id }, changes: [{ stream: own, entity: 'calendar', id, op: 'removed' }] }
  },
})
