import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { bindings } from '@/db/schema/connections'
import { lockCalendars } from '@/lib/access/nouns/calendar'
import { deletedEventsWithTakenUids } from '@/lib/commands/checks/duplicate-uids'
import type { Change } from '@/lib/commands/pipeline/changes'
import { resumedColumns } from '../rows/binding-state'
import { deleteLinks } from '../rows/links'
import { setReadOnly } from '../rows/read-only'
import { REASON_HELD } from '../rows/sync-runs'
import { notifyPlacements } from './notify-placements'
import { applyReversals, currentEvents } from './revert-changeset'

interface HeldDeletion {
  direction: 'in' | 'out'
  linkId: string
  remoteId: string
  eventId: string | null
}

/**
 * Lets the next run make the deletions that the last run held back. If it finds too many others, it asks for approval
 * again.
 */
export async function approveDeletions(tx: Tx, bindingId: string): Promise<void> {
  const held = await heldIn(tx, bindingId)
  await resume(tx, bindingId, { approvedDeletions: held.map(({ remoteId }) => remoteId) })
}

/**
 * Undoes the deletions that the last run held back: events whose remote object was deleted become new ones, which a
 * two-way sync creates remotely; events that were deleted here are restored, or added again from their remote objects.
 * If the calendar has got another event with the same UID, the remote object is linked to that one instead.
 */
export async function undoHeldDeletions(
  tx: Tx,
  { id, calendarId, userId }: { id: string; calendarId: string; userId: string },
  now: Date,
): Promise<Change[]> {
  await lockCalendars(tx, sql`select ${calendarId}::uuid`)
  const held = await heldIn(tx, id)
  const deletedThere = held.filter(({ direction }) => direction === 'in')
  const deletedHere = held.filter(({ direction }) => direction === 'out')
  const deletedIds = deletedHere.flatMap(({ eventId }) => eventId ?? [])
  const taken = await deletedEventsWithTakenUids(tx, { userId, calendarId }, deletedIds)
  const current = await currentEvents(tx, deletedIds)
  const removed = [...current.values()].flatMap(({ event, isDeleted }) =>
    isDeleted && event.calendarId === calendarId && !taken.has(event.id) ? event : [],
  )
  const restored = new Set(removed.map((event) => event.id))
  const gone = deletedHere.filter(({ eventId }) => !eventId || !restored.has(eventId))
  await setReadOnly(
    tx,
    deletedThere.flatMap(({ eventId }) => (eventId ? { id: eventId, reason: null } : [])),
  )
  await deleteLinks(
    tx,
    [...deletedThere, ...gone].map(({ linkId }) => linkId),
  )
  const none = { created: [], edited: [], moved: [], moves: new Map(), compared: new Map() }
  const changes = await applyReversals(tx, { ...none, removed }, now)
  // Objects without a link are found only by reading everything.
  await resume(tx, id, gone.length ? { cursor: null } : {})
  return [...changes, ...(await notifyPlacements(tx, [...restored]))]
}

/** Returns the deletions that the last run held back, as far as they still have links. */
async function heldIn(tx: Tx, bindingId: string): Promise<HeldDeletion[]> {
  return tx.execute<Columns<HeldDeletion>>(sql`
    select e.direction, l.id as "linkId", l.remote_id as "remoteId", l.event_id as "eventId"
    from sync_entries e join links l on l.binding_id = ${bindingId} and l.id = e.link_id
    where e.op = 'deleted' and e.reason = ${REASON_HELD} and e.run_id = (
      select id from sync_runs where binding_id = ${bindingId} and outcome = 'needs-approval'
      order by started_at desc limit 1)`)
}

async function resume(
  tx: Tx,
  bindingId: string,
  fields: Partial<typeof bindings.$inferInsert>,
): Promise<void> {
  await tx
    .update(bindings)
    .set({ ...fields, ...resumedColumns() })
    .where(eq(bindings.id, bindingId))
}
