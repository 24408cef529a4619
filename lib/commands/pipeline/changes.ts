import type { Entity } from '@/db/schema/changes'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { Job } from '@/lib/queue'
import type { Stream } from '@/lib/realtime/channels'

/** What a command returns and has changed. */
export interface Outcome<R> {
  result: R
  /** Changes by stream. Empty if the command changed nothing that anyone can observe. */
  changes: Change[]
  /** Jobs to enqueue in the command's transaction. */
  jobs?: Job[]
  /** The changeset that this one undoes. */
  undoes?: string
  /** Id of the changeset, if rows that the command writes refer to it. */
  changeset?: string
  /** Statements of the command that are still running. The changeset is sent right after them, without waiting. */
  writes?: Promise<unknown>
}

export interface Change {
  stream: Stream
  /** The actor may be unable to see the stream, so the response leaves it out. */
  hidden?: boolean
  /** Set on a notice to a calendar about an event that it shows from another calendar. */
  notice?: PlacementNotice
  /**
   * The event that an answer, attachment, comment or task belongs to, or that was deleted permanently. routing.ts needs
   * it to decide who gets the change. Not stored.
   */
  event?: EventSnapshot
  entity: Entity
  id: string
  op: 'added' | 'changed' | 'removed'
  before?: object | null
  after?: object | null
}

/** An event that a calendar shows from another calendar, and its level of detail. */
export interface PlacementNotice {
  event: string
  detail: 'full' | 'title' | 'busy'
  /** The user who placed it there; null if unknown. */
  placedBy: string | null
  /** The level of that user in the event's home calendar. */
  placerLevel: number | null
  /** Set if the calendar's owners can read the event while it is private. */
  ownersSeePrivate: boolean
  /** The event before and after, if the command has no change of the event itself. */
  versions?: Versions
}

/** An event before and after a command; null where it did not exist or was in the trash. */
export interface Versions {
  before: EventSnapshot | null
  after: EventSnapshot | null
}

/** How a command was sent. */
export interface CommandSource {
  /** `first-sync`: the first sync of a calendar, which notifies nobody. */
  origin: 'web' | 'api' | 'import' | 'mail' | 'sync' | 'first-sync' | 'job'
  /** The client's idempotency key. */
  key?: string
}

export interface CommandResult<R> {
  result: R
  /** Id of the changeset, to undo it by; null if nothing changed. */
  changeset: string | null
  /** Sequence numbers of the changed streams. */
  seqs: Record<string, number>
  /** Changed streams that the actor may be unable to see; the response leaves them out. */
  hiddenStreams: readonly string[]
  /** Whether consumers of changes have to run for it. */
  isAwaited: boolean
}
