import { type SQL, sql } from 'drizzle-orm'
import type { Entity } from '@/db/schema/changes'
import { authorOf } from '@/lib/access/author'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { Stream } from '@/lib/realtime/channels'
import { commentAuthorName } from '../guest-name'

/** A row of `changes` with its changeset. */
export interface RecordedChange {
  stream: Stream
  changeset: string
  entity: Entity
  id: string
  op: 'added' | 'changed' | 'removed'
  before: object | null
  after: object | null
  /** Epoch milliseconds. */
  at: number
  /** Id of the author (see `authorOf`). */
  by: string | null
  command: string
  origin: string
  undoes: string | null
  /**
   * For an answer, attachment, comment or task: the version that its event had; null if the event has not changed since.
   */
  answeredVersion: EventSnapshot | null
  /** For a comment: its present text; null if it was deleted. */
  commentText: string | null
  /**
   * For a comment or vote of a guest without an account: the guest's name; null if the comment was deleted, or the
   * guest removed from the gathering.
   */
  guestName: string | null
  /** For a notification of comments: their number. For one of votes: that of the participants. */
  commentCount?: number
  /** The part that the command split off the series. See {@link combineChanges}. */
  splitOff?: EventSnapshot | null
}

/** Columns of a change `c` and its changeset `s`, as {@link RecordedChange}. */
export const recordedColumns: SQL = sql`
  c.stream, c.changeset_id as changeset, c.entity, c.entity_id as id, c.op, c.before, c.after,
  (extract(epoch from c.created_at) * 1000)::float8 as at, ${authorOf()} as by, s.command, s.origin, s.undoes,
  case when c.entity in ('answer', 'attachment', 'comment', 'task') then (
    select later.before from changes later
    where later.entity_id = case when c.entity = 'task' then coalesce(c.after, c.before) ->> 'event' else c.entity_id end
      and later.entity = 'event' and later.before is not null
      and later.changeset_id > c.changeset_id
    order by later.changeset_id limit 1) end as "answeredVersion",
  case when c.entity = 'comment' then (
    select m.text from comments m where m.id = (coalesce(c.after, c.before) ->> 'comment')::uuid) end as "commentText",
  case when c.entity = 'comment' then (
    select ${commentAuthorName} from comments m where m.id = (coalesce(c.after, c.before) ->> 'comment')::uuid
      and m.user_id is null)
    when c.entity = 'vote' then (
    select coalesce(p.name, p.email) from gathering_participants p
    where p.id = (coalesce(c.after, c.before) ->> 'participant')::uuid and p.user_id is null) end as "guestName"`

/** Whether a command restores what it adds: from the trash, or by undoing a deletion. */
export function isRestore({ command, undoes }: Pick<RecordedChange, 'command' | 'undoes'>): boolean {
  return undoes !== null || command === 'restore' || command === 'restoreGroup'
}

/** Returns the changes of each command, in the order in which the commands first appear. */
export function byCommand<C extends RecordedChange>(changes: readonly C[]): C[][] {
  const commands = new Map<string, C[]>()
  for (const change of changes) {
    const all = commands.get(change.changeset)
    if (all) all.push(change)
    else commands.set(change.changeset, [change])
  }
  return [...commands.values()]
}

/**
 * Combines the changes of each event by one command: a move between calendars is a change in each, and a split is a
 * change of the series and one of the part split off.
 */
export function combineChanges(changes: readonly RecordedChange[]): RecordedChange[] {
  const events = new Map<string, RecordedChange>()
  for (const change of changes) {
    if (change.entity !== 'event') continue
    const { before, after } = events.get(change.id) ?? change
    const versions = { before: before ?? change.before, after: after ?? change.after }
    const op = versions.before && versions.after ? 'changed' : change.op
    events.set(change.id, { ...(events.get(change.id) ?? change), ...versions, op })
  }
  for (const [id, { before, after }] of events) {
    const splitOff = after as EventSnapshot | null
    const series = !before && splitOff?.splitFrom ? events.get(splitOff.splitFrom) : undefined
    if (!series) continue
    series.splitOff = splitOff
    events.delete(id)
  }
  return [...events.values(), ...changes.filter(({ entity }) => entity !== 'event')]
}
