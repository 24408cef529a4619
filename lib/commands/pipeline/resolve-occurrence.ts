import { inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { type Actor, requirePrincipal } from '@/lib/access/actor'
import { type Grant, grant } from '@/lib/access/grant'
import type { EventRow } from '@/lib/access/nouns/event'
import { canReadVersion, isGuest } from '@/lib/access/visibility'
import { contentOf } from '@/lib/calendar/edits/content'
import { findInSplit, findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { EditableEvent } from '@/lib/calendar/edits/plan'
import { editableAt } from '@/lib/calendar/edits/scope'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { AppError } from '@/lib/errors'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { versionAt } from './earlier-version'

/** The permission that an actor needs for an event. */
type Verb = 'write' | 'answer'

/** The occurrence that a client refers to by a possibly stale version. */
interface ResolvedOccurrence {
  /** The event that the occurrence belongs to now, and its granted row. */
  current: EventSnapshot
  row: EventRow
  /** Its current recurrence id; undefined for a single event, or for the whole series. */
  id: RecurrenceId | undefined
  /** Its current state, and its state at the client's version; undefined if the history no longer has it. */
  view: EditableEvent
  before: EditableEvent | undefined
}

/**
 * Finds the occurrence that a client means by a version of an event and a recurrence id. Others may have moved the
 * series since, which changes its recurrence ids, or split it, which moves the occurrence to another event.
 * @throws AppError NOT_FOUND if it no longer exists
 */
export async function resolveOccurrence(
  tx: Tx,
  actor: Actor,
  granted: Grant<Verb, 'event'>,
  version: number | undefined,
  id: RecurrenceId | undefined,
  verb: Verb = 'write',
): Promise<ResolvedOccurrence> {
  const current = snapshotOf(granted.row)
  const seen = version ?? current.version
  const base = seen === current.version ? current : await eventAtVersion(tx, actor, granted, seen)
  const before = base && editableAt(contentOf(base), base.recurrence ? id : undefined)
  if (id === undefined) {
    return { current, row: granted.row, id, view: editableAt(contentOf(current), undefined)!, before }
  }
  const currentId = base ? findMovedOccurrence(contentOf(base), contentOf(current), id) : id
  const view = currentId === undefined ? undefined : editableAt(contentOf(current), currentId)
  if (view) return { current, row: granted.row, id: currentId, view, before }
  const part = base?.recurrence && before && (await laterPart(tx, actor, verb, [current.id], id))
  if (!part) throw new AppError('NOT_FOUND')
  return { ...part, before }
}

/** Returns the event at a version if the actor could read it then: a conflict must not reveal what was private. */
export async function eventAtVersion(
  tx: Tx,
  actor: Actor,
  { row }: Grant<Verb, 'event'>,
  version: number,
): Promise<EventSnapshot | undefined> {
  const was = await versionAt<EventSnapshot>(tx, 'event', row.id, version)
  if (!was) return undefined
  if (actor.kind === 'guest') return isGuest(was, actor.person) ? was : undefined
  const viewer = { userId: requirePrincipal(actor), isOwner: row.level === 'owner' }
  return canReadVersion(was, viewer) ? was : undefined
}

/** Finds the occurrence in the events that "this and following" split off, recursively. */
async function laterPart(
  tx: Tx,
  actor: Actor,
  verb: Verb,
  of: readonly string[],
  id: RecurrenceId,
  remaining = MAX_SPLIT_PARTS,
): Promise<Omit<ResolvedOccurrence, 'before'> | undefined> {
  const parts = await tx
    .select({ id: events.id })
    .from(events)
    .where(inArray(events.splitFrom, [...of]))
    .orderBy(events.id)
    .limit(remaining)
  for (const part of parts) {
    const granted = await grant<Verb, 'event'>(tx, actor, verb, 'event', part.id).catch(notThere)
    const current = granted && snapshotOf(granted.row)
    const currentId = current?.recurrence && findInSplit(contentOf(current), id)
    const view = currentId && editableAt(contentOf(current), currentId)
    if (granted && view) return { current, row: granted.row, id: currentId, view }
  }
  const left = remaining - parts.length
  const later = parts.map((part) => part.id)
  return later.length && left > 0 ? laterPart(tx, actor, verb, later, id, left) : undefined
}

/** Maximum number of split-off events to search for an occurrence. */
const MAX_SPLIT_PARTS = 200

/** Ignores split-off events that are deleted or that the actor cannot change. */
function notThere(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}
