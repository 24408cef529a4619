import { eq, inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { taskLists, tasks } from '@/db/schema/tasks'
import type { TaskListRow } from '@/lib/access/nouns/task'
import { revert } from '@/lib/calendar/merge'
import { withoutPeople } from '@/lib/calendar/tasks/rotation'
import type { RecordedTask, RecordedTaskList, TaskContent } from '@/lib/calendar/tasks/task'
import type { Change } from '@/lib/commands/pipeline/changes'
import { dutyColumns } from '@/lib/commands/rows/duties'
import { type StoredTask, type StoredTaskList, taskColumns, withAllFields } from '@/lib/commands/rows/tasks'
import { taskPeople } from '@/lib/queries/task-people'
import { revertClaim } from './revert-claim'
import { recordedTask, type TaskVersions, taskChanges, taskListChange } from './task-changes'

interface RecordedChange {
  entity: string
  entityId: string
  before: object | null
  after: object | null
}

/**
 * Undoes changes of tasks and their lists: deletes those that were created, restores those that were deleted, and gives
 * changed fields their former values unless they were changed again since.
 * @param taskList one of the lists. Tasks that belong to another event than it since stay as they are
 * @returns the changes, and in `kept` the entities of the changes that could not be undone
 */
export async function revertTasks(
  tx: Tx,
  userId: string,
  taskList: TaskListRow,
  rows: readonly RecordedChange[],
  now: Date,
): Promise<{ changes: Change[]; kept: string[] }> {
  const ids = (entity: string) => rows.flatMap((row) => (row.entity === entity ? row.entityId : []))
  const recordedLists = rows.flatMap(({ before, after }) =>
    [before, after].flatMap((version) => (version as RecordedTask | null)?.list ?? []),
  )
  const isChanged = inArray(tasks.id, ids('task'))
  const present = await tx.selectDistinct({ list: tasks.listId }).from(tasks).where(isChanged)
  const presentLists = present.map(({ list }) => list)
  const locked = await tx
    .select()
    .from(taskLists)
    .where(inArray(taskLists.id, [...new Set([...ids('task-list'), ...recordedLists, ...presentLists])]))
    .orderBy(taskLists.id)
    .for('update')
  const { groupId, eventId, gatheringId } = taskList
  const lists = locked.filter(
    (list) => list.groupId === groupId && list.eventId === eventId && list.gatheringId === gatheringId,
  )
  const found = (await tx.select().from(tasks).where(isChanged).for('update')).filter((task) =>
    lists.some(({ id }) => id === task.listId),
  )
  /** Whether the next task of a recurring one was edited since the change that created it, so that it stays. */
  const isEdited = (next: string | null) => {
    const task = found.find(({ id }) => id === next)
    const { after } = rows.find(({ entityId }) => entityId === next) ?? {}
    return !!task && !task.deletedAt && !!after && task.version !== (after as RecordedTask).version
  }
  const people = new Set((await taskPeople(tx, userId, taskList.owner)).map(({ id }) => id))
  const listChanges: Change[] = []
  const versions: TaskVersions[] = []
  const kept: string[] = []
  for (const row of rows) {
    const list = lists.find(({ id }) => id === row.entityId)
    const task = found.find(({ id }) => id === row.entityId)
    const listChange = list && (await revertList(tx, list, row, now))
    const options = { lists, people, keepsNext: isEdited(task?.nextId ?? null) }
    const reverted = task && (await revertTask(tx, task, options, row, now))
    if (listChange) listChanges.push(listChange)
    else if (reverted) versions.push(reverted)
    else kept.push(row.entity)
  }
  return { changes: [...listChanges, ...(await taskChanges(tx, taskList, versions))], kept }
}

async function revertList(
  tx: Tx,
  list: StoredTaskList,
  { before, after }: RecordedChange,
  now: Date,
): Promise<Change | undefined> {
  const { groupId } = list
  const isDeleted = list.deletedAt !== null
  if (!groupId) return undefined
  // The undo of a deletion needs a list that is still deleted; any other undo, a list that is not.
  if (isDeleted !== (after === null)) return undefined
  const patch: Partial<StoredTaskList> =
    before && after
      ? revert<RecordedTaskList>(before as RecordedTaskList, after as RecordedTaskList, list).patch
      : { deletedAt: before ? null : now }
  if (!Object.keys(patch).length) return undefined
  await tx.update(taskLists).set(patch).where(eq(taskLists.id, list.id))
  return taskListChange(groupId, isDeleted ? null : list, before ? { ...list, ...patch } : null)
}

async function revertTask(
  tx: Tx,
  task: StoredTask,
  {
    lists,
    people,
    keepsNext,
  }: { lists: readonly StoredTaskList[]; people: ReadonlySet<string>; keepsNext: boolean },
  { before, after }: RecordedChange,
  now: Date,
): Promise<TaskVersions | undefined> {
  const isDeleted = task.deletedAt !== null
  if (isDeleted !== (after === null)) return undefined
  let columns: Partial<StoredTask>
  if (before && after) {
    const current = withAllFields(recordedTask(task))
    const { version: _, ...compared } = withAllFields(after as RecordedTask)
    const { version: __, ...former } = withAllFields(before as RecordedTask)
    if (former.claim !== undefined || compared.claim !== undefined)
      return revertClaim(tx, task, people, former.claim ?? null, compared.claim ?? null)
    const { patch } = revert(former, compared, current)
    const { list, status, next, position, assignee, acknowledgedAt, handedTo, swapDay, ...rest } = patch
    // A former assignee can have left.
    const isKept = assignee === undefined || (assignee !== null && !people.has(assignee))
    const content = possible(current, isKept ? rest : { ...rest, assignee })
    const fields = taskColumns(content)
    const edited = { ...fields, ...keptRotation({ ...task, ...fields }, people) }
    const { dutyMinutes, assigneeId } = { ...task, ...edited }
    const isAsked = handedTo && people.has(handedTo) && dutyMinutes !== null && assigneeId !== null
    columns = {
      ...edited,
      ...dutyColumns(task, edited, null, now),
      ...(acknowledgedAt &&
        (assignee === undefined || !isKept) && { acknowledgedAt: new Date(acknowledgedAt) }),
      ...(handedTo !== undefined && { handedToId: isAsked ? handedTo : null }),
      ...(swapDay !== undefined && { swapDay: handedTo === undefined || isAsked ? swapDay : null }),
      ...((content.due !== undefined || !isKept) && { notifyFrom: now }),
      ...(position !== undefined && { position }),
      ...(status && { status, doneAt: status === 'done' ? now : null }),
      ...(status && task.dutyMinutes !== null && { dutyCheckAt: status === 'done' ? null : now }),
      // Otherwise completing it again would create a second next task.
      ...(next !== undefined && !keepsNext && { nextId: next }),
      ...(lists.some(({ id, deletedAt }) => id === list && !deletedAt) && { listId: list }),
    }
    if (!Object.keys(columns).length) return undefined
  } else {
    // A task that was edited since it was created stays.
    if (after && task.version !== (after as RecordedTask).version) return undefined
    columns = { deletedAt: before ? null : now }
  }
  const changed = { ...task, ...columns, version: task.version + 1 }
  await tx
    .update(tasks)
    .set({ ...columns, version: changed.version })
    .where(eq(tasks.id, task.id))
  return [isDeleted ? null : task, before ? changed : null]
}

/** Returns the change of a rotation that an undo needs: people have left, or the task is no recurring duty. */
function keptRotation(
  { rotation, rule, dutyMinutes }: StoredTask,
  people: ReadonlySet<string>,
): Partial<StoredTask> {
  if (!rotation) return {}
  if (rule === null || dutyMinutes === null) return { rotation: null }
  const left = rotation.people.filter((id) => !people.has(id))
  return left.length ? { rotation: withoutPeople(rotation, left) } : {}
}

/**
 * Returns the fields of a patch, without those by which a task would recur without a due day, or a sign-up sheet recur or
 * be a duty.
 */
function possible(current: TaskContent, patch: Partial<TaskContent>): Partial<TaskContent> {
  const { rule, due, wanted, duty } = { ...current, ...patch }
  if ((rule === null || due !== null) && (wanted === null || (rule === null && duty === null))) return patch
  const { rule: _, due: __, wanted: ___, duty: ____, ...others } = patch
  return others
}
