import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { readOnlyReasonOf } from '@/lib/calendar/read-only'
import { setReadOnlyOfBinding } from '@/lib/commands/rows/read-only'
import type { Binding } from '@/lib/queries/sync-bindings'
import { isGone, KEPT } from '@/lib/queries/unsynced-links'

type Access = Pick<Binding, 'direction' | 'remote'>

/**
 * Makes the events of a binding editable or read-only, after its direction, its remote calendar or its account has
 * changed. If its changes are sent from now on, the remote objects of events that were deleted here before stay: a
 * one-way sync promises that nothing changes in the remote calendar.
 */
export async function changeAccess(
  tx: Tx,
  { id, calendarId }: Pick<Binding, 'id' | 'calendarId'>,
  before: Access,
  after: Access,
): Promise<{ hasChanged: boolean }> {
  const reason = readOnlyReasonOf(after)
  if (readOnlyReasonOf(before) !== null && reason === null) await keepRemoved(tx, id, calendarId)
  return await setReadOnlyOfBinding(tx, id, reason)
}

/** Marks links so that the deletion of their events is not sent. Restored, or changed remotely, they are synced again. */
async function keepRemoved(tx: Tx, bindingId: string, calendarId: string): Promise<void> {
  await tx.execute(sql`
    update links set skipped = ${KEPT}, is_dirty = false, pending = null,
      version = (select version from events where events.id = links.event_id)
    where id in (select links.id from links left join events on events.id = links.event_id
      where binding_id = ${bindingId} and skipped is null and ${isGone(calendarId)})`)
}
