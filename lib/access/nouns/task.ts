import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { groups, members } from '@/db/schema/groups'
import { taskLists, tasks } from '@/db/schema/tasks'
import type { Role } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'

/** A list of tasks, with its group and the actor's role in it. */
export type TaskListRow = typeof taskLists.$inferSelect & {
  group: { id: string; name: string; color: string }
  role: Role
}

/** A task with its list. */
export type TaskRow = typeof tasks.$inferSelect & { list: TaskListRow }

/** Loads a list of tasks of a group that the actor is a member of. `write` is for members who may edit. */
export async function loadTaskList(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'task-list'>,
): Promise<LoadedTarget<TaskListRow, 'task-list'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx
    .select({ list: taskLists, group: groups, role: members.role })
    .from(taskLists)
    .innerJoin(groups, eq(groups.id, taskLists.groupId))
    .innerJoin(members, and(eq(members.groupId, groups.id), eq(members.userId, actor.id)))
    .where(eq(taskLists.id, id))
  // Locked, so that concurrent commands neither choose the same position nor exceed the limit together.
  const [found] = await (verb === 'read' ? select : select.for('update', { of: taskLists }))
  if (!found) return undefined
  const { list, group, role } = found
  return {
    row: { ...list, group: { id: group.id, name: group.name, color: group.color }, role },
    isVisible: !list.deletedAt && !group.deletedAt,
    allows: (verb) => verb === 'read' || canEditTasks(role),
  }
}

/** Loads a task of a list that the actor sees. `check` is to change its status: for editors and for its assignee. */
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
    isVisible: list.isVisible && !row.deletedAt,
    allows: (verb) =>
      canEditTasks(list.row.role) ||
      (verb === 'check' && actor.kind === 'user' && row.assigneeId === actor.id),
  }
}

/** Whether a member with this role may edit the tasks of the group. */
export function canEditTasks(role: Role): boolean {
  return role !== 'viewer'
}
