import { and, count, eq, inArray, isNull, ne } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { tasks } from '@/db/schema/tasks'
import { requirePrincipal } from '@/lib/access/actor'
import { merge } from '@/lib/calendar/merge'
import { editRotation, type Rotation, type RotationOrder } from '@/lib/calendar/tasks/rotation'
import type { RecordedTask, TaskContent } from '@/lib/calendar/tasks/task'
import { refuseOtherAssignees } from '@/lib/commands/checks/assignees'
import { taskChanges } from '@/lib/commands/effects/task-changes'
import { statusChanges } from '@/lib/commands/effects/task-status'
import { versionAt } from '@/lib/commands/pipeline/earlier-version'
import { command } from '@/lib/commands/pipeline/execute'
import { dutyColumns } from '@/lib/commands/rows/duties'
import {
  contentOfTask,
  type StoredTask,
  taskColumns,
  taskPositions,
  withAllFields,
} from '@/lib/commands/rows/tasks'
import { AppError, fieldError } from '@/lib/errors'
import { MAX_TASKS } from '@/lib/schemas/choices'
import { idOutput, idsOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/tasks'

/** Adds tasks at the end of a list. */
export const addTasks = command({
  name: 'addTasks',
  input: schemas.addTasks,
  output: idsOutput,
  on: ({ list }) => ({ list: ['write', 'task-list', list] }),
  async run({ tx, grants, actor, now }, { tasks: added }) {
    const list = grants.list.row
    const listId = list.id
    added.forEach(refuseImpossible)
    await refuseOtherAssignees(
      tx,
      requirePrincipal(actor),
      list,
      added.flatMap(({ assignee }) => assignee ?? []),
    )
    await refuseBeyondLimit(tx, listId, added.length)
    const positions = await taskPositions(tx, listId, undefined, added.length)
    const userId = requirePrincipal(actor)
    const rows = await tx
      .insert(tasks)
      .values(
        added.map((content, index) => ({
          ...{ id: uuidv7(), listId, title: content.title, position: positions[index]! },
          ...taskColumns(content),
          ...(content.duty !== null && {
            dutyCheckAt: now,
            acknowledgedAt: content.assignee === userId ? now : null,
          }),
        })),
      )
      .returning()
    return {
      result: { ids: rows.map(({ id }) => id) },
      changes: await taskChanges(
        tx,
        list,
        rows.map((row) => [null, row]),
      ),
    }
  },
})

/** Changes the content of a task. Merges concurrent edits field by field. */
export const updateTask = command({
  name: 'updateTask',
  input: schemas.updateTask,
  output: schemas.taskOutput,
  on: ({ task }) => ({ task: ['write', 'task', task] }),
  async run({ tx, grants, actor, now }, { version, patch: { rotation, ...fields } }) {
    const { list, ...row } = grants.task.row
    const current = contentOfTask(row)
    const patch = rotation === undefined ? fields : { ...fields, rotation: edited(current, rotation, fields) }
    const base =
      version === row.version ? current : await versionAt<RecordedTask>(tx, 'task', row.id, version)
    const { patch: merged, conflicts } = merge<TaskContent>(base && withAllFields(base), current, patch)
    if (Object.keys(conflicts).length) {
      throw new AppError('CONFLICT', { data: { version: row.version, current, fields: conflicts } })
    }
    if (!Object.keys(merged).length) return { result: { id: row.id, version: row.version }, changes: [] }
    refuseImpossible({ ...current, ...merged })
    const changed = { ...merged, ...rotationFields(current, merged) }
    if (changed.rotation && list.groupId === null) throw fieldError('rotation', 'invalid')
    const named = [...(changed.rotation?.people ?? []), ...(changed.assignee ? [changed.assignee] : [])]
    await refuseOtherAssignees(tx, requirePrincipal(actor), list, named)
    const isDueAnew = changed.due !== undefined || changed.assignee !== undefined
    const columns = { ...taskColumns(changed), ...(isDueAnew && { notifyFrom: now }) }
    const ofDuty = dutyColumns(row, columns, requirePrincipal(actor), now)
    const after = await updateRow(tx, row, { ...columns, ...ofDuty })
    const changes = await taskChanges(tx, list, [[row, after]])
    return { result: { id: row.id, version: after.version }, changes }
  },
})

/**
 * Changes the status of a task. Completing a recurring task creates the next one; reopening it removes that one, unless
 * it was edited since.
 */
export const setTaskStatus = command({
  name: 'setTaskStatus',
  input: schemas.setTaskStatus,
  output: idOutput,
  on: ({ task }) => ({ task: ['check', 'task', task], self: ['read', 'self', null] }),
  async run({ tx, grants, now }, { status }) {
    const { list, ...row } = grants.task.row
    const changes = await statusChanges(tx, list, row, status, { now, zone: grants.self.row.timeZone })
    return { result: { id: row.id }, changes }
  },
})

/** Moves a task to another place in its list, or to another list of its group, event or gathering. */
export const moveTask = command({
  name: 'moveTask',
  input: schemas.moveTask,
  output: idOutput,
  on: ({ task, list }) => ({
    task: ['write', 'task', task],
    list: list === undefined ? undefined : (['write', 'task-list', list] as const),
  }),
  async run({ tx, grants }, { after: afterId }) {
    const { list: from, ...row } = grants.task.row
    const to = grants.list?.row ?? from
    const listId = to.id
    const isOfOwner = to.groupId === from.groupId && to.eventId === from.eventId
    if (!isOfOwner || to.gatheringId !== from.gatheringId) throw fieldError('list', 'invalid')
    if (listId !== from.id) await refuseBeyondLimit(tx, listId, 1)
    // If the task before it was deleted or moved since, the task goes to the end.
    const before = afterId === null ? null : await positionOf(tx, listId, afterId)
    const [position] = await taskPositions(tx, listId, before)
    const after = await updateRow(tx, row, { listId, position: position! })
    return { result: { id: row.id }, changes: await taskChanges(tx, to, [[row, after]]) }
  },
})

/** Moves tasks of a list to the trash. They can be restored by undoing the command. */
export const deleteTasks = command({
  name: 'deleteTasks',
  input: schemas.deleteTasks,
  output: idsOutput,
  on: ({ list }) => ({ list: ['write', 'task-list', list] }),
  async run({ tx, grants, now }, { tasks: which }) {
    const list = grants.list.row
    const isWanted = which === 'done' ? eq(tasks.status, 'done') : inArray(tasks.id, which)
    const rows = await tx
      .select()
      .from(tasks)
      .where(and(eq(tasks.listId, list.id), isNull(tasks.deletedAt), isWanted))
      .for('update')
    const ids = rows.map(({ id }) => id)
    if (!ids.length) return { result: { ids }, changes: [] }
    await tx.update(tasks).set({ deletedAt: now }).where(inArray(tasks.id, ids))
    const changes = await taskChanges(
      tx,
      list,
      rows.map((row) => [row, null]),
    )
    return { result: { ids }, changes }
  },
})

/** Returns the rotation of a task after an edit of its order. */
function edited(
  { rotation, due, assignee }: TaskContent,
  order: RotationOrder | null,
  patch: Partial<TaskContent>,
): Rotation | null {
  const day = (patch.due ?? due)?.day
  if (order === null) return null
  if (day === undefined) throw fieldError('due', 'required')
  return editRotation(rotation, order, { day, assignee })
}

/**
 * Returns the fields that follow from an edit of a rotation: a new one assigns the task to the person whose turn it is,
 * and it ends with the duty or its rule.
 * @throws AppError INVALID if a task that is no recurring duty gets one
 */
function rotationFields(current: TaskContent, merged: Partial<TaskContent>): Partial<TaskContent> {
  const { rotation, rule, duty } = { ...current, ...merged }
  if (!rotation) return {}
  if (rule === null || duty === null) {
    if (merged.rotation) throw fieldError('rotation', 'invalid')
    return { rotation: null }
  }
  const isNew = current.rotation === null && merged.assignee === undefined
  return isNew && rotation.from.person !== current.assignee ? { assignee: rotation.from.person } : {}
}

async function updateRow(tx: Tx, row: StoredTask, columns: Partial<StoredTask>): Promise<StoredTask> {
  const changed = { ...columns, version: row.version + 1 }
  await tx.update(tasks).set(changed).where(eq(tasks.id, row.id))
  return { ...row, ...changed }
}

async function positionOf(tx: Tx, listId: string, id: string): Promise<string | undefined> {
  const [found] = await tx
    .select({ position: tasks.position })
    .from(tasks)
    .where(and(eq(tasks.id, id), eq(tasks.listId, listId), isNull(tasks.deletedAt)))
  return found?.position
}

/**
 * Refuses a rule without a due day, a sign-up sheet with a rule, since what people take of it belongs to one time, and
 * one that is a duty of one person.
 * @throws AppError INVALID
 */
function refuseImpossible({
  due,
  rule,
  wanted,
  duty,
}: Pick<TaskContent, 'due' | 'rule' | 'wanted' | 'duty'>): void {
  if (rule !== null && due === null) throw fieldError('due', 'required')
  if (rule !== null && wanted !== null) throw fieldError('rule', 'invalid')
  if (duty !== null && wanted !== null) throw fieldError('duty', 'invalid')
}

/** @throws AppError LIMIT_REACHED */
async function refuseBeyondLimit(tx: Tx, listId: string, added: number): Promise<void> {
  const [found] = await tx
    .select({ number: count() })
    .from(tasks)
    .where(and(eq(tasks.listId, listId), isNull(tasks.deletedAt), ne(tasks.status, 'done')))
  if (found!.number + added <= MAX_TASKS) return
  throw new AppError('LIMIT_REACHED', { data: { what: 'tasks', limit: MAX_TASKS } })
}
