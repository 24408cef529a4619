import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { userIdOf } from '@/lib/access/actor'
import type { CalendarRow } from '@/lib/access/nouns/calendar'
import { refuseBeyondCalendarLimit } from '@/lib/commands/checks/calendar-limits'
import { refuseDuplicateUids } from '@/lib/commands/checks/duplicate-uids'
import { transferCalendar } from '@/lib/commands/effects/calendar-owner'
import { restoreCalendar } from '@/lib/commands/effects/calendar-trash'
import { eventChanges } from '@/lib/commands/effects/event-plan'
import { notifyPlacements } from '@/lib/commands/effects/notify-placements'
import { command } from '@/lib/commands/pipeline/execute'
import { eraseCalendars, eraseEvents } from '@/lib/commands/rows/erase'
import { setEventDeletedAt } from '@/lib/commands/rows/events'
import { releaseUnlinked } from '@/lib/commands/rows/read-only'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { streamName } from '@/lib/realtime/channels'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/trash'

/** Restores an event, or a calendar with everything deleted with it. */
export const restore = command({
  name: 'restore',
  input: schemas.restore,
  output: idOutput,
  on: (which) => ({
    event: 'event' in which ? ['write', 'trashed-event', which.event] : undefined,
    calendar: 'calendar' in which ? ['own', 'trashed-calendar', which.calendar] : undefined,
  }),
  async run({ tx, grants, actor }) {
    if (grants.event) {
      const event = snapshotOf(grants.event.row)
      const restoredEvent = await setEventDeletedAt(tx, event, null)
      await releaseUnlinked(tx, [event.id])
      await refuseDuplicateUids(tx, actor, [event.id])
      return {
        result: { id: event.id },
        changes: [...eventChanges(null, restoredEvent), ...(await notifyPlacements(tx, [event.id]))],
      }
    }
    const { row } = grants.calendar!
    // If the owner has been deleted, the calendar would be deleted too, so the user who restores it becomes its owner.
    const transferred = (await isOwnerGone(tx, row))
      ? await transferCalendar(tx, row, { kind: 'user', id: userIdOf(actor) })
      : { row, changes: [] }
    await refuseBeyondCalendarLimit(tx, transferred.row)
    const restored = await restoreCalendar(tx, transferred.row)
    return { result: { id: row.id }, changes: [...transferred.changes, ...restored] }
  },
})

/** Deletes an event or a calendar from the trash permanently, including its content in the history. */
export const deletePermanently = command({
  name: 'deletePermanently',
  input: schemas.deletePermanently,
  output: idOutput,
  on: (which) => ({
    event: 'event' in which ? ['own', 'trashed-event', which.event] : undefined,
    calendar: 'calendar' in which ? ['own', 'trashed-calendar', which.calendar] : undefined,
  }),
  async run({ tx, grants, actor }) {
    const ownStream = streamName('user', userIdOf(actor))
    if (grants.event) {
      const event = snapshotOf(grants.event.row)
      const { id, calendarId } = event
      await eraseEvents(tx, [id])
      return {
        result: { id },
        changes: [{ stream: streamName('calendar', calendarId), entity: 'event', id, op: 'removed', event }],
      }
    }
    const { id } = grants.calendar!.row
    await eraseCalendars(tx, [id])
    return { result: { id }, changes: [{ stream: ownStream, entity: 'calendar', id, op: 'removed' }] }
  },
})

async function isOwnerGone(tx: Tx, { ownerUserId, ownerGroupId }: CalendarRow): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from groups where id = ${ownerGroupId}::uuid and deleted_at is not null
    union all select 1 from users where id = ${ownerUserId}::uuid and deleted_at is not null`)
  return rows.length > 0
}
