import { inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { type Actor, requirePrincipal } from '@/lib/access/actor'
import { type Grant, grant } from '@/lib/access/grant'
import type { EventRow } from '@/lib/access/nouns/event'
import { canReadVersion } from '@/lib/access/visibility'
import { contentOf } from '@/lib/calendar/edits/content'
import { findInSplit, findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { EditableEvent } from '@/lib/calendar/edits/plan'
import { editableAt } from '@/lib/calendar/edits/scope'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { AppError } from '@/lib/errors'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { versionAt } from './earlier-version'

/** What an actor may do with an event whose occurrence is looked for. */
type Verb = 'write' | 'answer'

/** What a person means who says "this occurrence, as I saw it". */
interface ResolvedOccurrence {
  /** The event that holds it now, and as it was granted. */
  current: EventSnapshot
  row: EventRow
  /** Which occurrence it is there; undefined for an event that happens once, or the series as such. */
  id: RecurrenceId | undefined
  /** How it is now, and how they saw it; undefined where history no longer says. */
  view: EditableEvent
  before: EditableEvent | undefined
}

/**
 * Finds what was resolveOccurrence by a version of an event and a recurrence id in it, wherever others have brought it since: a
 * series that was moved has other ids, one that was split goes on in another event.
 * @throws AppError NOT_FOUND when it is gone.
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
  const there = base ? findMovedOccurrence(contentOf(base), contentOf(current), id) : id
  const view = there === undefined ? undefined : editableAt(contentOf(current), there)
  if (view) return { current, row: granted.row, id: there, view, before }
  const part = base?.recurrence && before && (await laterPart(tx, actor, verb, [current.id], id))
  if (!part) throw new AppError('NOT_FOUND')
  return { ...part, before }
}

/** The event at a version, as its writer may have seen it: what was private then is not told by what it conflicts with. */
export async function eventAtVersion(
  tx: Tx,
  actor: Actor,
  { row }: Grant<Verb, 'event'>,
  version: number,
): Promise<EventSnapshot | undefined> {
  const was = await versionAt<EventSnapshot>(tx, 'event', row.id, version)
  const viewer = { userId: requirePrincipal(actor), isOwner: row.level === 'owner' }
  return was && canReadVersion(was, viewer) ? was : undefined
}

/** The occurrence in what "this and following" made of the rest of a series, or of the rest of that. */
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
    const there = current?.recurrence && findInSplit(contentOf(current), id)
    const view = there && editableAt(contentOf(current), there)
    if (granted && view) return { current, row: granted.row, id: there, view }
  }
  const left = remaining - parts.length
  const later = parts.map((part) => part.id)
  return later.length && left > 0 ? laterPart(tx, actor, verb, later, id, left) : undefined
}

/** A series that was split more often is not searched further for one occurrence of a stale page. */
const MAX_SPLIT_PARTS = 200

/** A part that was deleted, or is not the actor's to change, is as good as none. */
function notThere(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}
