import { and, count, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { taskLists } from '@/db/schema/tasks'
import { isEditor } from '@/lib/access/nouns/event'
import { canEditGatheringTasks, type TaskListRow } from '@/lib/access/nouns/task'
import { positionBetween } from '@/lib/calendar/tasks/position'
import { taskListChange } from '@/lib/commands/effects/task-changes'
import { command } from '@/lib/commands/pipeline/execute'
import { resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { taskListPosition } from '@/lib/commands/rows/tasks'
import { AppError } from '@/lib/errors'
import { MAX_TASK_LISTS } from '@/lib/schemas/choices'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/tasks'

/** Creates a list of tasks in a group. */
export const createTaskList = command({
  name: 'createTaskList',
  input: schemas.createTaskList,
  output: idOutput,
  on: ({ group }) => ({ group: ['write', 'group', group] }),
  async run({ tx, grants }, { name }) {
    const groupId = grants.group.row.id
    const [found] = await tx
      .select({ number: count() })
      .from(taskLists)
      .where(and(eq(taskLists.groupId, groupId), isNull(taskLists.deletedAt)))
    if (found!.number >= MAX_TASK_LISTS) {
      throw new AppError('LIMIT_REACHED', { data: { what: 'taskLists', limit: MAX_TASK_LISTS } })
    }
    const position = await taskListPosition(tx, groupId, undefined)
    const [row] = await tx.insert(taskLists).values({ id: uuidv7(), groupId, name, position }).returning()
    return { result: { id: row!.id }, changes: [taskListChange(groupId, null, row!)] }
  },
})

/**
 * Opens the list of tasks of an event, of an occurrence of a series, or of a gathering: it is created with its first task.
 * The occurrence is that of the version that the client shows.
 */
export const openTaskList = command({
  name: 'openTaskList',
  input: schemas.openTaskList,
  output: idOutput,
  on: ({ event, gathering }) => ({
    event: event === undefined ? undefined : (['comment', 'event', event] as const),
    gathering: gathering === undefined ? undefined : (['comment', 'gathering', gathering] as const),
  }),
  async run({ tx, grants, actor }, { version, occurrence }) {
    const found =
      grants.event && (await resolveOccurrence(tx, actor, grants.event, version, occurrence, 'comment'))
    const canWrite = found ? isEditor(found.row) : canEditGatheringTasks(grants.gathering!.row)
    if (!canWrite) throw new AppError('FORBIDDEN')
    const owner = found
      ? { eventId: found.row.id, recurrenceId: found.id ?? null, gatheringId: null }
      : { eventId: null, recurrenceId: null, gatheringId: grants.gathering!.row.id }
    const isOfOwner = and(
      owner.eventId ? eq(taskLists.eventId, owner.eventId) : isNull(taskLists.eventId),
      owner.recurrenceId ? eq(taskLists.recurrenceId, owner.recurrenceId) : isNull(taskLists.recurrenceId),
      owner.gatheringId ? eq(taskLists.gatheringId, owner.gatheringId) : isNull(taskLists.gatheringId),
    )
    // The event or gathering is locked, so two first tasks do not create two lists.
    const [open] = await tx.select({ id: taskLists.id }).from(taskLists).where(isOfOwner)
    if (open) return { result: open, changes: [] }
    const list = { id: uuidv7(), ...owner, name: '', position: positionBetween(null, null) }
    await tx.insert(taskLists).values(list)
    return { result: { id: list.id }, changes: [] }
  },
})

/** Renames a list of tasks. */
export const renameTaskList = command({
  name: 'renameTaskList',
  input: schemas.renameTaskList,
  output: idOutput,
  on: ({ list }) => ({ list: ['write', 'task-list', list] }),
  async run({ tx, grants }, { name }) {
    const { row } = grants.list
    const result = { id: row.id }
    if (name === row.name) return { result, changes: [] }
    await tx.update(taskLists).set({ name }).where(eq(taskLists.id, row.id))
    return { result, changes: [taskListChange(groupOf(row), row, { ...row, name })] }
  },
})

/** Moves a list of tasks to another place among the lists of its group. */
export const moveTaskList = command({
  name: 'moveTaskList',
  input: schemas.moveTaskList,
  output: idOutput,
  on: ({ list, after }) => ({
    list: ['write', 'task-list', list],
    after: after === null ? undefined : (['read', 'task-list', after] as const),
  }),
  async run({ tx, grants }) {
    const { row } = grants.list
    const after = grants.after?.row
    const groupId = groupOf(row)
    if (after && (after.groupId !== groupId || after.id === row.id)) throw new AppError('INVALID')
    const position = await taskListPosition(tx, groupId, after?.position ?? null)
    await tx.update(taskLists).set({ position }).where(eq(taskLists.id, row.id))
    return { result: { id: row.id }, changes: [taskListChange(groupId, row, { ...row, position })] }
  },
})

/** Moves a list with its tasks to the trash. It can be restored by undoing the command. */
export const deleteTaskList = command({
  name: 'deleteTaskList',
  input: schemas.deleteTaskList,
  output: idOutput,
  on: ({ list }) => ({ list: ['write', 'task-list', list] }),
  async run({ tx, grants, now }) {
    const { row } = grants.list
    const groupId = groupOf(row)
    await tx.update(taskLists).set({ deletedAt: now }).where(eq(taskLists.id, row.id))
    return { result: { id: row.id }, changes: [taskListChange(groupId, row, null)] }
  },
})

/** Restores a list with its tasks from the trash. */
export const restoreTaskList = command({
  name: 'restoreTaskList',
  input: schemas.restoreTaskList,
  output: idOutput,
  on: ({ list }) => ({ list: ['write', 'trashed-task-list', list] }),
  async run({ tx, grants }) {
    const { row } = grants.list
    await tx.update(taskLists).set({ deletedAt: null }).where(eq(taskLists.id, row.id))
    return { result: { id: row.id }, changes: [taskListChange(groupOf(row), null, row)] }
  },
})

/** Returns the group of a list. @throws AppError INVALID for the list of an event or gathering, which has no name */
function groupOf({ groupId }: TaskListRow): string {
  if (groupId === null) throw new AppError('INVALID')
  return groupId
}
