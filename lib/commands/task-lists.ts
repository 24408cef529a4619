import { and, count, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { taskLists } from '@/db/schema/tasks'
import { taskListChange } from '@/lib/commands/effects/task-changes'
import { command } from '@/lib/commands/pipeline/execute'
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
    return { result: { id: row!.id }, changes: [taskListChange(null, row!)] }
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
    return { result, changes: [taskListChange(row, { ...row, name })] }
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
    if (after && (after.groupId !== row.groupId || after.id === row.id)) throw new AppError('INVALID')
    const position = await taskListPosition(tx, row.groupId, after?.position ?? null)
    await tx.update(taskLists).set({ position }).where(eq(taskLists.id, row.id))
    return { result: { id: row.id }, changes: [taskListChange(row, { ...row, position })] }
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
    await tx.update(taskLists).set({ deletedAt: now }).where(eq(taskLists.id, row.id))
    return { result: { id: row.id }, changes: [taskListChange(row, null)] }
  },
})
