import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { readOnlyReasonOf } from '@/lib/calendar/read-only'
import { setReadOnlyOfBinding } from '@/lib/commands/rows/read-only'
import type { Binding } from '@/lib/queries/sync-bindings'
import { isGone, KEPT_REMOTELY } from '@/lib/queries/unsynced-links'

type Access = Pick<Binding, 'direction' | 'remote'>

/**
 * Makes the events of a binding editable or read-only, after its direction, its remote calendar or its account has
 * changed. If changes are sent from now on, the remote objects of events that were deleted in Kinday during the one-way
 * sync stay, since a one-way sync promises that nothing changes in the remote calendar. If changes are no longer sent,
 * marks the events with unsent changes: they become conflicts when remote changes replace them.
 */
export async function changeAccess(
  tx: Tx,
  { id, calendarId }: Pick<Binding, 'id' | 'calendarId'>,
  before: Access,
  after: Access,
): Promise<{ hasChanged: boolean }> {
  const [former, reason] = [readOnlyReasonOf(before), readOnlyReasonOf(after)]
  if (former !== null && reason === null) {
    await keepRemoved(tx, id, calendarId)
    await markPersonal(tx, id)
  }
  if (former === null && reason !== null) await markUnsent(tx, id)
  return await setReadOnlyOfBinding(tx, id, reason)
}

/**
 * Marks links so that the deletion of their events is not sent. Restored, or changed remotely, they are synced again. Links
 * whose objects were never sent are deleted; an object whose creation was sent may exist, which the next push finds out.
 */
async function keepRemoved(tx: Tx, bindingId: string, calendarId: string): Promise<void> {
  await tx.execute(sql`
    delete from links where id in (select links.id from links left join events on events.id = links.event_id
      where binding_id = ${bindingId} and skipped is null and state is null and pending is null
        and ${isGone(calendarId)})`)
  await tx.execute(sql`
    update links set skipped = ${KEPT_REMOTELY}, is_dirty = false,
      pending = case when state is null then pending end,
      version = (select version from events where events.id = links.event_id)
    where id in (select links.id from links left join events on events.id = links.event_id
      where binding_id = ${bindingId} and skipped is null and ${isGone(calendarId)})`)
}

async function markUnsent(tx: Tx, bindingId: string): Promise<void> {
  await tx.execute(sql`
    update links l set is_dirty = true from events e
    where l.binding_id = ${bindingId} and e.id = l.event_id and l.skipped is null and not l.is_dirty
      and l.version is distinct from e.version`)
}

/** Marks the links of events with answers or own reminders: versions do not show whether these have changed. */
async function markPersonal(tx: Tx, bindingId: string): Promise<void> {
  await tx.execute(sql`
    update links l set is_dirty = true
    where l.binding_id = ${bindingId} and l.skipped is null and not l.is_dirty
      and (exists (select 1 from answers a where a.event_id = l.event_id)
        or exists (select 1 from layers y where y.event_id = l.event_id and y.own_alarms))`)
}
