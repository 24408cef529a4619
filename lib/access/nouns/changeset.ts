import { and, asc, between, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { changes, changesets } from '@/db/schema/changes'
import { tasks } from '@/db/schema/tasks'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { RecordedTask } from '@/lib/calendar/tasks/task'
import type { Actor } from '../actor'
import { authorOf } from '../author'
import { levelsOf } from '../levels'
import type { LoadedTarget, VerbOf } from '../verbs'
import { canReadVersion, type Restrictions } from '../visibility'
import { isCreatorOrAttendee } from '../visible-events'
import type { GatheringRow } from './gathering'
import { isGatheringChange, loadGatheringOfChanges } from './gathering-changeset'
import { loadOwnedList, type TaskListRow } from './task'

export interface ChangesetRow {
  id: string
  command: string
  /** The author (see author.ts). */
  by: string | null
  changes: (typeof changes.$inferSelect)[]
  /** The list, if it changed tasks: all of them belong to one group, event or gathering. */
  taskList?: TaskListRow
  /** The gathering, if it was changed by a command about it, which may also have changed its event. */
  gathering?: GatheringRow
}

/**
 * Loads a changeset with its changes. `write` is to undo it: for users who may write in every calendar it changed, and
 * see each event it changed, as it was and as it is. Only changes to events, answers, attachments, placements and
 * messages that the user has imported are undone this way. Changes that only notify a calendar of an event placed there
 * are ignored. Changes of tasks and gatherings have their own rules.
 */
export async function loadChangeset(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<ChangesetRow, 'changeset'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const rows = await rowsOf(tx, actor.id, id)
  const first = rows[0]
  if (!first) return undefined
  const ofTasks = rows.filter(({ change }) => isTaskChange(change))
  if (ofTasks.length) return loadTaskChangeset(tx, actor, ofTasks)
  const ofGathering = rows.flatMap(({ change }) => (isGatheringChange(change) ? [change] : []))
  if (!ofGathering.length) return loadEventChangeset(actor.id, rows)
  const gathering = await loadGatheringOfChanges(tx, actor, first.changeset, ofGathering)
  if (!gathering) return undefined
  const others = rows.filter(({ change }) => !isGatheringChange(change))
  const ofEvent = others.length ? loadEventChangeset(actor.id, others) : null
  // The event can have become private or hidden since. Changes that only notify calendars have no effect.
  const isEventUndoable = (verb: VerbOf<'changeset'>) =>
    !ofEvent?.row.changes.length || (ofEvent.isVisible && ofEvent.allows(verb))
  return {
    row: {
      ...{ ...first.changeset, gathering: gathering.row },
      changes: [...ofGathering, ...(ofEvent?.row.changes ?? [])],
    },
    isVisible: true,
    allows: (verb) => verb === 'read' || (gathering.isUndoable && isEventUndoable(verb)),
  }
}

/** Loads changes of events, and of what belongs to them. */
function loadEventChangeset(userId: string, rows: readonly Row[]): LoadedTarget<ChangesetRow, 'changeset'> {
  const { changeset } = rows[0]!
  const edited = new Set(rows.flatMap(({ change }) => (change.entity === 'event' ? change.entityId : [])))
  // Invitations in the calendars of attendees follow from the edit of the event, and from its undo.
  const effective = rows.filter(
    ({ change, changeset }) =>
      // An undo deletes imported messages permanently.
      (change.entity !== 'comment' || changeset.command !== 'undo') &&
      (change.entity !== 'placement' || ((change.before || change.after) && !edited.has(change.entityId))),
  )
  const undoable = effective.filter((row) => UNDOABLE.includes(row.change.entity) || isImportedMessage(row))
  const canSee = (row: Row) => !row.isHidden && (isOwn(userId, row) || canSeeIn(row))
  const canSeeIn = ({ change, level, isPrivate }: Row) =>
    (level >= 4 || (level >= 2 && !isPrivate)) &&
    [change.before, change.after].every((version) =>
      canReadVersion(version as Restrictions | null, { userId, isOwner: level >= 4 }),
    )
  return {
    row: { ...changeset, changes: effective.map(({ change }) => change) },
    isVisible: undoable.length > 0 && undoable.every(canSee),
    allows: (verb) =>
      verb === 'read' ||
      (undoable.length === effective.length && undoable.every((row) => canUndo(userId, row))),
  }
}

/** Whether a change is about a task or a list of tasks, which have their own rules for undo. */
function isTaskChange({ entity }: { entity: string }): boolean {
  return entity === 'task' || entity === 'task-list'
}

/** Loads changes of tasks of one group, event or gathering: editors may undo them, and other readers their own. */
async function loadTaskChangeset(
  tx: Tx,
  actor: Actor & { kind: 'user' },
  rows: readonly Row[],
): Promise<LoadedTarget<ChangesetRow, 'changeset'> | undefined> {
  const { changeset, change } = rows[0]!
  const { list: recorded } = (change.after ?? change.before ?? {}) as Partial<RecordedTask>
  // A task that belongs to another event since, as after a split, is changed by the editors of that one.
  const [task] = await tx.select({ list: tasks.listId }).from(tasks).where(eq(tasks.id, change.entityId))
  const list = await loadOwnedList(tx, actor, task?.list ?? recorded ?? change.entityId, 'write')
  if (!list) return undefined
  return {
    row: { ...changeset, changes: rows.map(({ change }) => change), taskList: list.row },
    isVisible: list.isVisible,
    allows: (verb) => verb === 'read' || list.row.canWrite || changeset.by === actor.id,
  }
}

const UNDOABLE: readonly string[] = ['event', 'placement', 'answer', 'attachment']

/**
 * Whether the user may undo a change. An answer that was given in Kinday can only be undone by the attendee, who need
 * not be able to edit the event.
 */
function canUndo(userId: string, row: Row): boolean {
  // Changes by a sync can be undone, also those of events that only a sync may change.
  if (row.isReadOnly && row.changeset.command !== 'applyRemoteChanges') return false
  if (isImportedMessage(row)) return isOwn(userId, row)
  const answer = answerIn(row)
  if (!answer || answer.source === 'import') return row.level >= 3
  return isOwn(userId, row) || (row.changeset.by === userId && row.level >= 3)
}

/** Whether a user changed their own answer, or imported messages. They need not see the calendar of the event. */
function isOwn(userId: string, row: Row): boolean {
  return row.changeset.by === userId && (answerIn(row)?.userId === userId || isImportedMessage(row))
}

function isImportedMessage({ change, changeset }: Row): boolean {
  return change.entity === 'comment' && changeset.command === 'importEvents'
}

function answerIn({ change }: Row): Partial<StoredAnswer> | undefined {
  return change.entity === 'answer' ? (change.after ?? change.before ?? undefined) : undefined
}

/** Changes per query: an import may have fifty thousand, which would otherwise be decoded at once. */
const PAGE_SIZE = 1000

type Row = Awaited<ReturnType<typeof pageOf>>[number]

/** Reads the changes of a changeset, by stream and in order: in a stream they are consecutive. */
async function rowsOf(tx: Tx, userId: string, id: string): Promise<Row[]> {
  const ranges = await tx
    .select({
      stream: changes.stream,
      from: sql`min(${changes.seq})`.mapWith(Number),
      to: sql`max(${changes.seq})`.mapWith(Number),
    })
    .from(changes)
    .where(eq(changes.changesetId, id))
    .groupBy(changes.stream)
    .orderBy(asc(changes.stream))
  const rows: Row[] = []
  for (const { stream, from, to } of ranges) {
    for (let at = from; at <= to; at += PAGE_SIZE)
      rows.push(...(await pageOf(tx, userId, id, { stream, from: at })))
  }
  return rows
}

function pageOf(tx: Tx, userId: string, id: string, { stream, from }: { stream: string; from: number }) {
  return tx
    .select({
      changeset: {
        id: changesets.id,
        command: changesets.command,
        by: sql<string | null>`${authorOf('changesets')}`,
      },
      change: changes,
      level: sql<number>`coalesce(l.level, 0)`,
      isPrivate: isPrivateNow(userId),
      isHidden: isHiddenNow(userId),
      isReadOnly: sql<boolean>`exists (
        select 1 from events e where e.id = case when ${changes.entity} = 'event' then ${changes.entityId}::uuid end
          and e.read_only is not null)`,
    })
    .from(changesets)
    .innerJoin(changes, eq(changes.changesetId, changesets.id))
    .leftJoin(
      sql`(select l.* from ${levelsOf(userId)} l
        join calendars c on c.id = l.calendar_id and c.deleted_at is null) l`,
      sql`${changes.stream} in ('calendar-' || l.calendar_id, 'owners-' || l.calendar_id, 'hidden-' || l.calendar_id)`,
    )
    .where(
      and(
        eq(changesets.id, id),
        eq(changes.stream, stream),
        between(changes.seq, from, from + PAGE_SIZE - 1),
      ),
    )
    .orderBy(asc(changes.seq))
}

/** Whether the event of a change is private to others now, even if it was not then. */
function isPrivateNow(userId: string) {
  return sql<boolean>`exists (
    select 1 from events e where e.id = case when ${changes.entity} in ('event', 'answer', 'attachment') then ${changes.entityId}::uuid end and e.visibility = 'private'
      and not ${isCreatorOrAttendee({ userId })})`
}

/** Whether the event of a change, or of a placement, is hidden from the user now. */
function isHiddenNow(userId: string) {
  return sql<boolean>`exists (
    select 1 from hidden_from h where h.user_id = ${userId}
      and h.event_id = case when ${changes.entity} in ('event', 'placement', 'answer', 'attachment') then ${changes.entityId}::uuid end)`
}
