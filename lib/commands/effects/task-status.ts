import { and, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { tasks } from '@/db/schema/tasks'
import type { TaskListRow } from '@/lib/access/nouns/task'
import { DAY, dayOf } from '@/lib/calendar/day'
import { nextDue } from '@/lib/calendar/tasks/due'
import { nextTurn } from '@/lib/calendar/tasks/rotation'
import type { TaskStatus } from '@/lib/calendar/tasks/task'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { Change } from '@/lib/commands/pipeline/changes'
import { NO_PROMISE, SILENT } from '@/lib/commands/rows/duties'
import { dueColumns, dueOf, type StoredTask } from '@/lib/commands/rows/tasks'
import { type TaskVersions, taskChanges } from './task-changes'

/**
 * Changes the status of a task, and creates or removes the next task of a recurring one. Returns the changes.
 * @param zone the zone of the user, whose date is today
 */
export async function statusChanges(
  tx: Tx,
  list: TaskListRow,
  row: StoredTask,
  status: TaskStatus,
  { now, zone }: { now: Date; zone: Zone },
): Promise<Change[]> {
  if (status === row.status) return []
  const versions: TaskVersions[] = []
  let nextId: string | null = null
  if (status === 'done') {
    const next = followingTask(row, dayOf(Math.floor(wallAt(now.getTime(), zone) / DAY)))
    if (next) {
      await tx.insert(tasks).values(next)
      nextId = next.id
      versions.push([null, next])
    }
  } else if (row.nextId) {
    // A next task that was edited or completed since stays.
    const [removed] = await tx
      .update(tasks)
      .set({ deletedAt: now })
      .where(
        and(
          eq(tasks.id, row.nextId),
          eq(tasks.version, 1),
          eq(tasks.status, 'todo'),
          isNull(tasks.deletedAt),
        ),
      )
      .returning()
    if (removed) versions.push([{ ...removed, deletedAt: null }, null])
    else nextId = row.nextId
  }
  const doneAt = status === 'done' ? now : null
  const isOpenDuty = row.dutyMinutes !== null && status !== 'done'
  const dutyCheckAt = isOpenDuty ? now : null
  const changed = { status, doneAt, nextId, dutyCheckAt, version: row.version + 1 }
  await tx.update(tasks).set(changed).where(eq(tasks.id, row.id))
  return taskChanges(tx, list, [[row, { ...row, ...changed }], ...versions])
}

/** Returns the task that follows a recurring one in its place; null if there is none, or if it was created before. */
function followingTask(row: StoredTask, today: string): StoredTask | null {
  const due = dueOf(row)
  const next = row.rule !== null && !row.nextId && due && nextDue(due, row.rule, today)
  if (!next) return null
  const at = new Date()
  const created = { id: uuidv7(), createdAt: at, notifyFrom: at, version: 1, status: 'todo' } as const
  const following = { ...row, ...dueColumns(next), ...created, doneAt: null, nextId: null, deletedAt: null }
  // A promise is for one time.
  if (row.dutyMinutes === null) return following
  const turn = row.rotation && nextTurn(row.rotation, next.day)
  const onDuty = { assigneeId: turn?.person ?? null, rotation: turn?.rotation ?? null }
  return { ...following, ...onDuty, ...NO_PROMISE, ...SILENT, dutyCheckAt: at }
}
