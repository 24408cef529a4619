import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { groups, members } from '@/db/schema/groups'
import { taskLists, tasks } from '@/db/schema/tasks'
import type { Role } from '@/lib/calendar/roles'
import { isOfPart } from '@/lib/calendar/series/attended-part'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { type Actor, isPublicLink } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { type EventRow, isEditor, loadEvent } from './event'
import { type GatheringRow, loadGathering } from './gathering'
import { loadInvitedEvent } from './invited-event'

type StoredTaskList = typeof taskLists.$inferSelect

/** The group, event or gathering that a list of tasks belongs to. */
export type TaskListOwner =
  | { group: { id: string; name: string; color: string }; role: Role }
  | { event: EventRow }
  | { gathering: GatheringRow }

/** A list of tasks with its owner. */
export type TaskListRow = StoredTaskList & {
  owner: TaskListOwner
  /** Whether the actor may edit its tasks. */
  canWrite: boolean
}

/** A task with its list. */
export type TaskRow = typeof tasks.$inferSelect & { list: TaskListRow }

/**
 * Loads a list of tasks of a group that the actor is a member of, of an event that they see in full, or of a gathering.
 * `write` is for members who may edit, editors of the event, and managers of the gathering and editors of its group.
 */
export async function loadTaskList(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'task-list'>,
): Promise<LoadedTarget<TaskListRow, 'task-list'> | undefined> {
  // The owner of a list changes only when a series is split, and is locked first, as by that command.
  const owned = await loadOwnedList(tx, actor, id, verb)
  if (!owned) return undefined
  const select = tx.select().from(taskLists).where(eq(taskLists.id, id))
  // Locked, so that concurrent commands neither choose the same position nor exceed the limit together.
  const [list] = await (verb === 'read' ? select : select.for('update'))
  if (!list || !hasSameOwner(list, owned.row)) return undefined
  return {
    row: { ...owned.row, ...list },
    isVisible: owned.isVisible && !list.deletedAt,
    allows: owned.allows,
  }
}

/** Loads a list of tasks, also a deleted one, without locking it. */
export async function loadOwnedList(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'task-list'>,
): Promise<LoadedTarget<TaskListRow, 'task-list'> | undefined> {
  const [list] = await tx.select().from(taskLists).where(eq(taskLists.id, id))
  const found = list && (await loadOwner(tx, actor, list, verb))
  if (!found) return undefined
  const { owner, isVisible, canWrite } = found
  return { row: { ...list, owner, canWrite }, isVisible, allows: (verb) => verb === 'read' || canWrite }
}

/** Loads a list of tasks of a group in the trash, for members who may edit it: `write` is to restore it. */
export async function loadTrashedTaskList(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<TaskListRow, 'trashed-task-list'> | undefined> {
  const found = await loadOwnedList(tx, actor, id, 'write')
  if (!found?.row.deletedAt) return undefined
  return { row: found.row, isVisible: found.isVisible && found.row.canWrite, allows: () => true }
}

/**
 * Loads a task of a list that the actor sees. `check` is to change its status: for editors and for its assignee. `claim`
 * is to take a part of a sign-up sheet: for all who see it. Guests of an event see its sign-up sheets alone.
 */
export async function loadTask(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<TaskRow, 'task'> | undefined> {
  const [task] = await tx.select({ listId: tasks.listId }).from(tasks).where(eq(tasks.id, id))
  const list = task && (await loadTaskList(tx, actor, task.listId, 'write'))
  if (!list) return undefined
  // A task can have been moved to another list before the lock.
  const [row] = await tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.id, id), eq(tasks.listId, list.row.id)))
    .for('update')
  if (!row) return undefined
  return {
    row: { ...row, list: list.row },
    isVisible: list.isVisible && !row.deletedAt && (actor.kind !== 'guest' || row.wanted !== null),
    allows: (verb) =>
      verb === 'claim' ||
      list.row.canWrite ||
      (verb === 'check' && actor.kind === 'user' && row.assigneeId === actor.id),
  }
}

/** Whether a member with this role may edit the tasks of the group. */
export function canEditTasks(role: Role): boolean {
  return role !== 'viewer'
}

/** Whether an actor may edit the tasks of a gathering that they see. */
export function canEditGatheringTasks({ isManager, role }: GatheringRow): boolean {
  return isManager || (role !== null && canEditTasks(role))
}

interface LoadedOwner {
  owner: TaskListOwner
  isVisible: boolean
  canWrite: boolean
}

async function loadOwner(
  tx: Tx,
  actor: Actor,
  { groupId, eventId, gatheringId, recurrenceId }: StoredTaskList,
  verb: VerbOf<'task-list'>,
): Promise<LoadedOwner | undefined> {
  if (groupId) return actor.kind === 'user' ? loadGroupOwner(tx, actor.id, groupId) : undefined
  // Comments have the same readers, and are not part of an event that only a sync may change either.
  const ownerVerb = verb === 'read' ? 'read' : 'comment'
  if (eventId) {
    const load = actor.kind === 'guest' ? loadInvitedEvent : loadEvent
    const event = await load(tx, actor, eventId, ownerVerb)
    if (!event) return undefined
    const { row, isVisible, allows } = event
    const isGuest = actor.kind === 'guest' && !isPublicLink(actor.person)
    return {
      owner: { event: row },
      isVisible: isVisible && (isGuest || allows('comment')) && isShownTo(row, actor, recurrenceId),
      canWrite: isEditor(row),
    }
  }
  const gathering = await loadGathering(tx, actor, gatheringId!, ownerVerb)
  if (!gathering) return undefined
  const { row, isVisible } = gathering
  return { owner: { gathering: row }, isVisible, canWrite: canEditGatheringTasks(row) }
}

/** Whether an actor who sees an event sees the tasks of an occurrence, or of the whole series (null). */
export function isShownTo({ part }: EventRow, actor: Actor, recurrenceId: RecurrenceId | null): boolean {
  if (!part) return true
  // Guests see the sign-up sheets of the occurrences that they are invited to.
  return recurrenceId === null ? actor.kind !== 'guest' || !part.isSingle : isOfPart(part, recurrenceId)
}

async function loadGroupOwner(tx: Tx, userId: string, groupId: string): Promise<LoadedOwner | undefined> {
  const [found] = await tx
    .select({ group: groups, role: members.role })
    .from(groups)
    .innerJoin(members, and(eq(members.groupId, groups.id), eq(members.userId, userId)))
    .where(eq(groups.id, groupId))
  if (!found) return undefined
  const { group, role } = found
  return {
    owner: { group: { id: group.id, name: group.name, color: group.color }, role },
    isVisible: !group.deletedAt,
    canWrite: canEditTasks(role),
  }
}

function hasSameOwner(a: StoredTaskList, b: StoredTaskList): boolean {
  return a.groupId === b.groupId && a.eventId === b.eventId && a.recurrenceId === b.recurrenceId
}
