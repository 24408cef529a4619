import type { Tx } from '@/db/client'
import { type Actor, requirePrincipal } from '@/lib/access/actor'
import { type Grant, grant } from '@/lib/access/grant'
import type { EventRow } from '@/lib/access/nouns/event'
import { canReadVersion, isGuest } from '@/lib/access/visibility'
import { contentOf } from '@/lib/calendar/edits/content'
import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { EditableEvent } from '@/lib/calendar/edits/plan'
import { editableAt } from '@/lib/calendar/edits/scope'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { AppError } from '@/lib/errors'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { versionAt } from './earlier-version'
import { findSplitOff } from './find-split-off'

/** The permission that an actor needs for an event. */
type Verb = 'read' | 'write' | 'answer' | 'comment'

/** The occurrence that a client refers to by a possibly stale version. */
interface ResolvedOccurrence {
  /** The event that the occurrence belongs to now. */
  current: EventSnapshot
  /** The granted row of that event. */
  row: EventRow
  /** The current recurrence id; undefined for a single event, or for the whole series. */
  id: RecurrenceId | undefined
  /** The occurrence as it is now. */
  view: EditableEvent
  /** The occurrence at the client's version; undefined if the history no longer has that version. */
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
  const seenVersion = version ?? current.version
  const base =
    seenVersion === current.version ? current : await eventAtVersion(tx, actor, granted, seenVersion)
  const before = base && editableAt(contentOf(base), base.recurrence ? id : undefined)
  if (id === undefined) {
    return { current, row: granted.row, id, view: editableAt(contentOf(current), undefined)!, before }
  }
  const currentId = base ? findMovedOccurrence(contentOf(base), contentOf(current), id) : id
  const view = currentId === undefined ? undefined : editableAt(contentOf(current), currentId)
  if (view) return { current, row: granted.row, id: currentId, view, before }
  const load = async (eventId: string) => {
    const part = await grant<Verb, 'event'>(tx, actor, verb, 'event', eventId).catch(ignoreRefusal)
    return part && { current: snapshotOf(part.row), row: part.row }
  }
  const sought = base?.recurrence && before && { eventId: current.id, content: contentOf(base), id }
  const part = sought && (await findSplitOff(tx, sought, load))
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
  const atVersion = await versionAt<EventSnapshot>(tx, 'event', row.id, version)
  if (!atVersion) return undefined
  if (actor.kind === 'guest') return isGuest(atVersion, actor.person) ? atVersion : undefined
  const viewer = { userId: requirePrincipal(actor), isOwner: row.level === 'owner' }
  return canReadVersion(atVersion, viewer) ? atVersion : undefined
}

/** Ignores split-off events that are deleted or that the actor may not use. */
function ignoreRefusal(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}
