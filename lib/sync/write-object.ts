import { db } from '@/db/client'
import type { PendingWrite } from '@/db/schema/connections'
import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import { HOUR, MINUTE } from '@/lib/calendar/day'
import type { EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { everyoneIn } from '@/lib/calendar/participant'
import type { Content } from '@/lib/calendar/server/incoming/normalize'
import type { AppliedLink } from '@/lib/commands/effects/link-plan'
import { alarmsAfter } from '@/lib/commands/effects/remote-alarms'
import { listCalendarsAgain } from '@/lib/commands/rows/connections'
import {
  beginWrites,
  deleteLinks,
  type Link,
  linksOf,
  postponeWrite,
  updateLink,
} from '@/lib/commands/rows/links'
import type { SyncEntry } from '@/lib/commands/rows/sync-runs'
import { ConnectorError, ObjectExistsError } from '@/lib/connectors/connector'
import { wasCancelled } from '@/lib/queries/sync-bindings'
import { KEPT_REMOTELY, MAX_QUIET_FAILURES } from '@/lib/queries/unsynced-links'
import { missingObject, toObject } from './incoming'
import { withOwnAddress } from './own-account'
import { objectOf } from './plan-link'
import { applyObjects, type SyncContext } from './sync-context'

/** Maximum number of times that a run repeats a write because the object has changed meanwhile. */
const MAX_REPEATS = 3

/**
 * Maximum time for which an object that was created is not found. Graph lists new events within minutes; one that is still
 * missing later was deleted.
 */
const MAX_FINDING_MS = HOUR

/** A write to a remote object. */
export interface ObjectWrite {
  link: Link
  /** The event; null if it was deleted permanently. */
  event: EventSnapshot | null
  /** The content that the object gets; null to delete it. */
  content: Content | null
  /** The user's own reminders; set only if they differ from those of the object. */
  alarms?: number[] | null
  /** When the creation of the object was first requested. */
  since?: string
  /** Those of single occurrences; set only if they differ. */
  occurrenceAlarms?: OccurrenceAlarms
}

/** Returns the write that a merged object needs; null if none, or if the user may not see the event or send it. */
export function writeOf(applied: AppliedLink): ObjectWrite | null {
  const { after: link, local, plan, incoming, event } = applied
  if (!link || (link.skipped !== null && !link.eventId)) return null
  const isInvitation = incoming.readOnly === 'not-organizer'
  if (incoming.readOnly !== null && !isInvitation) return null
  const write = { link, event: event ?? local?.event ?? null, ...alarmsToWrite(applied) }
  if ('content' in plan.action && event)
    return link.isDirty && !local?.staysHere ? withSince({ ...write, content: plan.action.content }) : null
  if (local?.isHidden) return null
  const isKept = link.skipped === KEPT_REMOTELY && link.state !== null
  if ((!local || local.isGone) && (isInvitation || isKept)) return null
  if (!local || local.isGone) return { link, event: local?.event ?? null, content: null }
  if (local.staysHere) return null
  return link.isDirty || link.state === null ? withSince({ ...write, content: objectOf(local) }) : null
}

function alarmsToWrite(applied: AppliedLink): Pick<ObjectWrite, 'alarms' | 'occurrenceAlarms'> {
  const { alarms, occurrenceAlarms } = alarmsAfter(applied)
  const known = applied.after
  return {
    ...(!isEqual(alarms, known?.alarms ?? null) && { alarms }),
    ...(occurrenceAlarms &&
      !isEqual(occurrenceAlarms, known?.occurrenceAlarms ?? {}) && { occurrenceAlarms }),
  }
}

/** Records writes before they are sent. */
export function beginAll(writes: readonly ObjectWrite[]): Promise<void> {
  const pendingOf = ({ link, content, since }: ObjectWrite): PendingWrite => {
    if (!since) return { content }
    // The first request may have created the object with its content, and be recognized later.
    return { content: link.pending?.content ?? content, since }
  }
  return beginWrites(
    db,
    writes.map((write) => ({ id: write.link.id, pending: pendingOf(write) })),
  )
}

/** Returns a write with the time of the first request to create its object. */
function withSince(write: ObjectWrite): ObjectWrite {
  const { link, content } = write
  if (link.state || !content) return write
  return { ...write, since: link.pending?.since ?? new Date().toISOString() }
}

/**
 * Writes an object. If it has changed in the meantime, it is read and merged again.
 * @throws ConnectorError if the provider cannot be used at all
 */
export async function writeObject(
  context: SyncContext,
  first: ObjectWrite,
  from: string | null,
): Promise<void> {
  let write: ObjectWrite | null = first
  for (let repeats = 0; write && repeats <= MAX_REPEATS; repeats++) {
    try {
      await send(context, write)
      return
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      if (error.problem === 'refused' || error.problem === 'forbidden') {
        if (error.problem === 'forbidden') await listCalendarsAgain(db, context.connection.id)
        await refuse(context, write, error.problem)
        return
      }
      if (error.problem === 'object-failed') return postpone(context, write)
      if (!CHANGED.has(error.problem) || (error.problem === 'gone' && !write.link.state)) throw error
      const renamed =
        error instanceof ObjectExistsError ? await withExisting(context, write, error.id) : write
      if (!renamed) return refuse(context, write, 'refused')
      write = await mergeAgain(context, renamed, from)
    }
  }
}

const CHANGED: ReadonlySet<string> = new Set(['stale', 'exists', 'gone'])

async function send(context: SyncContext, write: ObjectWrite): Promise<void> {
  const { link, event, content } = write
  const { connector, binding, reader, own, log, signal } = context
  const object = link.state && toObject(connector, binding.remote, link.state)
  // An object that is not readable any more stays as it is, and the edit waits.
  if (link.state && !object) {
    if (!link.pending) await log.addEntries([{ ...entryOf(link, event, 'refused'), reason: 'invalid' }])
    return
  }
  const known = object?.content ?? null
  const notifies = await isInvitedByProvider(write, known)
  if (!content) {
    if (link.state) await connector.remove(binding.remote, link.remoteId, link.state, { notifies, signal })
    await deleteLinks(db, [link.id])
    if (link.state) await log.addSent(entryOf(link, event, 'deleted'))
    return
  }
  if (!reader.project(content)) return refuse(context, write, 'unsupported')
  const { uid, version } = event!
  const next = { ...withOwnAddress(content, own, known), uid }
  const options = {
    ...{ notifies, signal },
    ...('alarms' in write && { alarms: write.alarms ?? null }),
    ...(write.occurrenceAlarms && { occurrenceAlarms: write.occurrenceAlarms }),
  }
  const state = await connector.write(binding.remote, link.remoteId, link.state, next, options)
  const remoteId = connector.idOf?.(state) ?? link.remoteId
  const { content: base, alarms, occurrenceAlarms } = reader.read(remoteId, state, link.fingerprint)
  await updateLink(db, link.id, {
    ...{ remoteId, state, base, alarms, occurrenceAlarms, version, pending: null, skipped: null },
    ...NO_FAILURES,
  })
  await log.addSent(entryOf(link, event, link.state ? 'changed' : 'added'))
}

/**
 * Exactly one side sends invitations: Kinday those of events that one of its users organizes. A new object invites
 * nobody, since its attendees come from a file or were invited already, unless it is a part of a series, or the provider
 * has sent a cancellation since.
 */
async function isInvitedByProvider({ link, event }: ObjectWrite, known: Content | null): Promise<boolean> {
  if (event?.organizerId) return false
  const hasAttendees = (event && everyoneIn(event).length) || (known && everyoneIn(known).length)
  if (!hasAttendees || link.state) return Boolean(hasAttendees)
  return Boolean(event && (event.splitFrom || (await wasCancelled(db, link.bindingId, event.id))))
}

/** Returns the write of an object that already exists under another id; null if that object has an event of its own. */
async function withExisting(
  { binding }: SyncContext,
  write: ObjectWrite,
  remoteId: string,
): Promise<ObjectWrite | null> {
  const known = await db.transaction((tx) => linksOf(tx, binding.id, [remoteId]))
  if (known.size) return null
  await updateLink(db, write.link.id, { remoteId })
  return { ...write, link: { ...write.link, remoteId } }
}

/** Reads an object that has changed, merges it, and returns the write that is left; null if none is. */
async function mergeAgain(
  context: SyncContext,
  { link, event, content, since: _, ...alarms }: ObjectWrite,
  from: string | null,
): Promise<ObjectWrite | null> {
  const { connector, binding, reader, signal } = context
  const state = await connector.read(binding.remote, link.remoteId, signal)
  const object = state ? reader.read(link.remoteId, state, link.fingerprint) : missingObject(link.remoteId)
  if (!link.state && object.uid !== event?.uid) {
    // It may have been created by a request of a former run whose response was lost, and be found later.
    const since = link.pending?.since
    const isAwaited = since !== undefined && Date.now() - Date.parse(since) < MAX_FINDING_MS
    if (!state && connector.capabilities.findsLater && isAwaited) return null
    // The id belongs to an object that was deleted, or to another one.
    const renamed = { ...link, remoteId: connector.idFor(`${link.remoteId}/again`) }
    await updateLink(db, link.id, { remoteId: renamed.remoteId })
    return { link: renamed, event, content, ...alarms }
  }
  const [applied] = await applyObjects(context, [object], { isWhole: false, from, isForced: true })
  const write = applied ? writeOf(applied) : null
  if (write) await beginAll([write])
  return write
}

/** Leaves an object as it is until its event changes again. */
async function refuse(
  { log }: SyncContext,
  { link, event, content }: ObjectWrite,
  reason: string,
): Promise<void> {
  const isDeletion = !content
  await updateLink(db, link.id, {
    ...{ pending: null, isDirty: false, version: event?.version ?? null, ...NO_FAILURES },
    ...((isDeletion || !link.state) && { skipped: reason }),
    ...(isDeletion && { eventId: null }),
  })
  await log.addEntries([{ ...entryOf(link, event, 'refused'), reason }])
  await log.add({ skipped: 1 })
}

/** Delay after the first failure of a write. It doubles with each further one. */
const RETRY_DELAY_MS = 2 * MINUTE
const MAX_RETRY_DELAY_MS = 6 * HOUR

/**
 * Leaves a write for later with which the provider fails, so that it does not stop all others. The user is told after some
 * failures.
 */
async function postpone({ log }: SyncContext, { link, event }: ObjectWrite): Promise<void> {
  const failures = link.failures + 1
  const delayMs = Math.min(RETRY_DELAY_MS * 2 ** Math.min(failures, 20), MAX_RETRY_DELAY_MS)
  await postponeWrite(db, link.id, { failures, delayMs, version: event?.version ?? null })
  if (failures !== MAX_QUIET_FAILURES) return
  await log.addEntries([{ ...entryOf(link, event, 'refused'), reason: 'failed' }])
  await log.add({ skipped: 1 })
}

const NO_FAILURES = { failures: 0, retryAt: null }

function entryOf(
  { base, eventId }: Link,
  event: EventSnapshot | null,
  op: SyncEntry['op'],
): Omit<SyncEntry, 'runId'> {
  return {
    ...{ eventId: event?.id ?? eventId, title: event?.title ?? base?.title ?? '' },
    ...{ direction: 'out', op, reason: null, changesetId: null },
  }
}
