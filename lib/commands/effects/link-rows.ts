import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { KEPT_REMOTELY } from '@/lib/queries/unsynced-links'
import { deleteLinks, type Link, writeLinks } from '../rows/links'
import type { AppliedLink, ApplyContext, EventAfter, PlannedLink } from './link-plan'
import { alarmsAfter, isSameAlarms } from './remote-alarms'

/** Inserts, updates and deletes the links of planned objects. Returns the objects with their new links. */
export async function writeLinkPlans(
  tx: Tx,
  planned: readonly (PlannedLink & { event: EventAfter })[],
  context: ApplyContext,
): Promise<AppliedLink[]> {
  const applied = planned.map((each) => ({ ...each, after: linkAfter(each, context) }))
  await deleteLinks(
    tx,
    applied.flatMap(({ link, after }) => (link && !after ? link.id : [])),
  )
  await writeLinks(
    tx,
    applied.flatMap(({ after }) => after ?? []),
  )
  return applied
}

/** Returns the link of an object after its plan; null if the link is to be deleted. */
function linkAfter(
  { link, local, incoming, plan, event }: PlannedLink & { event: EventAfter },
  { bindingId, readOnly }: ApplyContext,
): Link | null {
  const { action, base, isDirty, isComplete, recreatedAs } = plan
  if (action.op === 'trash' || action.op === 'forget') return null
  // Reminders of an invitation are the account's own, although its event is not.
  const isMirror = readOnly !== null || !(incoming.readOnly === null || incoming.readOnly === 'not-organizer')
  const areAlarmsDirty =
    !isMirror &&
    event !== null &&
    // Alarms that were sent, and that the provider has replaced, are not sent again.
    (!link?.base || link.isDirty || link.pending !== null) &&
    !isSameAlarms(alarmsAfter({ link, local, incoming, plan, event }), incoming)
  const isWritten = isComplete ? isDirty || areAlarmsDirty : recreatedAs ? isDirty : (link?.isDirty ?? false)
  const hasFailed = link !== null && (isWritten || !isComplete)
  const skipped = action.op === 'none' ? action.skipped : null
  const isSkipped = skipped !== null && skipped !== KEPT_REMOTELY
  return {
    id: link?.id ?? uuidv7(),
    bindingId,
    eventId: isSkipped ? null : (event?.id ?? local?.event.id ?? link?.eventId ?? null),
    skipped,
    remoteId: recreatedAs ?? incoming.remoteId,
    state: recreatedAs || incoming.isDeleted ? null : incoming.state,
    base: isSkipped ? null : base,
    // A plan of the whole event has taken the pending write into account.
    pending: isComplete || recreatedAs ? null : (link?.pending ?? null),
    ...alarmsOf({ link, incoming, plan }),
    version: isComplete ? (event?.version ?? null) : (link?.version ?? null),
    isDirty: isWritten,
    failures: hasFailed ? link.failures : 0,
    retryAt: hasFailed ? link.retryAt : null,
    origin: link?.origin ?? (local ? 'local' : 'remote'),
    readOnly: isComplete ? incoming.readOnly : (link?.readOnly ?? null),
    fingerprint: incoming.fingerprint ?? link?.fingerprint ?? null,
    seenIn: link?.seenIn ?? null,
  }
}

/** Returns the reminders of the account at the last sync. */
function alarmsOf({ link, incoming, plan }: Omit<PlannedLink, 'local'>) {
  if (plan.recreatedAs) return { alarms: null, occurrenceAlarms: null }
  const { alarms, occurrenceAlarms } = plan.isComplete ? incoming : (link ?? {})
  return { alarms: alarms ?? null, occurrenceAlarms: occurrenceAlarms ?? null }
}
