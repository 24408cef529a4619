import { and, asc, desc, eq, gt, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { gatherings } from '@/db/schema/gatherings'
import { taskClaims, taskLists, tasks } from '@/db/schema/tasks'
import type { Due } from '@/lib/calendar/tasks/due'
import { positionsBetween } from '@/lib/calendar/tasks/position'
import { withoutPeople } from '@/lib/calendar/tasks/rotation'
import type { TaskContent } from '@/lib/calendar/tasks/task'
import { NO_PROMISE, SILENT } from './duties'

export type StoredTask = typeof tasks.$inferSelect
export type StoredTaskList = typeof taskLists.$inferSelect

/** Returns the columns of a due time. */
export function dueColumns(due: Due | null) {
  return { dueDate: due?.day ?? null, dueTime: due?.time ?? null, dueZone: due?.zone ?? null }
}

export function dueOf({ dueDate, dueTime, dueZone }: Pick<StoredTask, 'dueDate' | 'dueTime' | 'dueZone'>) {
  return dueDate === null ? null : { day: dueDate, time: dueTime, zone: dueZone }
}

export function contentOfTask(row: StoredTask): TaskContent {
  const { title, note, assigneeId: assignee, rule, wanted, dutyMinutes: duty, rotation } = row
  return { title, note, assignee, due: dueOf(row), rule, wanted, duty, rotation }
}

/** Returns a recorded task with the fields that earlier releases have not recorded. */
export function withAllFields<T extends TaskContent>(task: T): T {
  return { ...task, wanted: task.wanted ?? null, duty: task.duty ?? null, rotation: task.rotation ?? null }
}

/** Returns the columns of changed fields. */
export function taskColumns({ assignee, due, duty, ...fields }: Partial<TaskContent>) {
  return {
    ...fields,
    ...(duty !== undefined && { dutyMinutes: duty }),
    ...(assignee !== undefined && { assigneeId: assignee }),
    ...(due !== undefined && dueColumns(due)),
  }
}

/**
 * Returns positions for tasks in a list: after a given position, at the start (null) or at the end (undefined). Deleted
 * tasks count too, since an undo restores their position.
 */
export async function taskPositions(
  tx: Tx,
  list: string,
  after: string | null | undefined,
  count = 1,
): Promise<string[]> {
  const of = (condition?: SQL) =>
    tx
      .select({ position: tasks.position })
      .from(tasks)
      .where(and(eq(tasks.listId, list), condition))
  return positionsWithin(after, count, {
    last: () => of().orderBy(desc(tasks.position)).limit(1),
    next: (after) =>
      of(after === null ? undefined : gt(tasks.position, after))
        .orderBy(asc(tasks.position))
        .limit(1),
  })
}

/** Returns a position for a list in its group, as {@link taskPositions}. */
export async function taskListPosition(
  tx: Tx,
  group: string,
  after: string | null | undefined,
): Promise<string> {
  const of = (condition?: SQL) =>
    tx
      .select({ position: taskLists.position })
      .from(taskLists)
      .where(and(eq(taskLists.groupId, group), condition))
  const [position] = await positionsWithin(after, 1, {
    last: () => of().orderBy(desc(taskLists.position)).limit(1),
    next: (after) =>
      of(after === null ? undefined : gt(taskLists.position, after))
        .orderBy(asc(taskLists.position))
        .limit(1),
  })
  return position!
}

/**
 * Leaves the tasks of people without an assignee, takes them out of rotations, and gives back what they have taken of
 * sign-up sheets: of a group that they leave and its gatherings, or all.
 */
export async function unassignTasks(tx: Tx, people: readonly string[], group?: string): Promise<void> {
  const gatheringsOfGroup = tx
    .select({ id: gatherings.id })
    .from(gatherings)
    .where(eq(gatherings.groupId, group ?? ''))
  const listsOfGroup = tx
    .select({ id: taskLists.id })
    .from(taskLists)
    .where(or(eq(taskLists.groupId, group ?? ''), inArray(taskLists.gatheringId, gatheringsOfGroup)))
  const listed = group ? inArray(tasks.listId, listsOfGroup) : undefined
  await tx
    .update(tasks)
    .set({ handedToId: null, swapDay: null })
    .where(and(inArray(tasks.handedToId, [...people]), listed))
  const checkAt = sql`case when duty_minutes is not null and status <> 'done' then now() end`
  await tx
    .update(tasks)
    .set({ assigneeId: null, ...NO_PROMISE, ...SILENT, dutyCheckAt: checkAt })
    .where(and(inArray(tasks.assigneeId, [...people]), listed))
  await leaveRotations(tx, people, listed)
  const tasksOfGroup = tx.select({ id: tasks.id }).from(tasks).where(inArray(tasks.listId, listsOfGroup))
  await tx
    .delete(taskClaims)
    .where(
      and(
        inArray(taskClaims.userId, [...people]),
        group ? inArray(taskClaims.taskId, tasksOfGroup) : undefined,
      ),
    )
}

async function leaveRotations(tx: Tx, people: readonly string[], listed: SQL | undefined): Promise<void> {
  const isOne = sql`exists (select 1 from jsonb_array_elements_text(${tasks.rotation} -> 'people') as p (id)
    where p.id in (select jsonb_array_elements_text(${JSON.stringify(people)}::jsonb)))`
  const found = await tx
    .select({ id: tasks.id, rotation: tasks.rotation })
    .from(tasks)
    .where(and(isNotNull(tasks.rotation), isOne, listed))
    .orderBy(tasks.id)
    .for('update')
  for (const { id, rotation } of found) {
    await tx
      .update(tasks)
      .set({ rotation: withoutPeople(rotation!, people) })
      .where(eq(tasks.id, id))
  }
}

type Found = Promise<{ position: string }[]>

async function positionsWithin(
  after: string | null | undefined,
  count: number,
  rows: { last(): Found; next(after: string | null): Found },
): Promise<string[]> {
  if (after === undefined) return positionsBetween((await rows.last())[0]?.position ?? null, null, count)
  return positionsBetween(after, (await rows.next(after))[0]?.position ?? null, count)
}
