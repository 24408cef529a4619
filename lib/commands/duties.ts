import { eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { managedMembers } from '@/db/schema/groups'
import { tasks } from '@/db/schema/tasks'
import { requirePrincipal } from '@/lib/access/actor'
import type { TaskRow } from '@/lib/access/nouns/task'
import { DAY, dayOf } from '@/lib/calendar/day'
import { swapTurns, type Turn, turnKey, turnsToSwap } from '@/lib/calendar/tasks/rotation'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { refuseOtherAssignees } from '@/lib/commands/checks/assignees'
import { dutyNotice } from '@/lib/commands/effects/duty-notices'
import { notify } from '@/lib/commands/effects/notify'
import { taskChanges } from '@/lib/commands/effects/task-changes'
import { command } from '@/lib/commands/pipeline/execute'
import { NO_PROMISE, SILENT } from '@/lib/commands/rows/duties'
import { dueOf, type StoredTask } from '@/lib/commands/rows/tasks'
import { AppError, fieldError } from '@/lib/errors'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/tasks'

/** Promises to do a duty that nobody has taken. The list is locked, so of two users the second gets a CONFLICT. */
export const claimDuty = command({
  name: 'claimDuty',
  input: schemas.dutyInput,
  output: idOutput,
  on: ({ task }) => ({ task: ['claim', 'task', task] }),
  async run({ tx, grants, actor, now }) {
    const row = openDuty(grants.task.row)
    const userId = requirePrincipal(actor)
    if (row.assigneeId === userId) return { result: { id: row.id }, changes: [] }
    if (row.assigneeId !== null) throw new AppError('CONFLICT', { data: { assignee: row.assigneeId } })
    return change(tx, row, { assigneeId: userId, acknowledgedAt: now, ...SILENT, dutyCheckAt: now })
  },
})

/** Gives a duty back, so that it needs a person again. Editors can release that of others. */
export const releaseDuty = command({
  name: 'releaseDuty',
  input: schemas.dutyInput,
  output: idOutput,
  on: ({ task }) => ({ task: ['check', 'task', task] }),
  async run({ tx, grants, now }) {
    const row = openDuty(grants.task.row)
    if (row.assigneeId === null) return { result: { id: row.id }, changes: [] }
    return change(tx, row, { assigneeId: null, ...NO_PROMISE, ...SILENT, dutyCheckAt: now })
  },
})

/**
 * Asks another person to do the actor's duty, in exchange for their next turn if `swapDay` is given; null withdraws the
 * question. Until they accept, all stays as it is.
 */
export const handOverDuty = command({
  name: 'handOverDuty',
  input: schemas.handOverDuty,
  output: idOutput,
  on: ({ task }) => ({ task: ['claim', 'task', task], self: ['read', 'self', null] }),
  async run({ tx, grants, actor, now }, { to, swapDay }) {
    const row = openDuty(grants.task.row)
    const userId = requirePrincipal(actor)
    if (row.assigneeId !== userId) throw new AppError('FORBIDDEN')
    if (to === row.handedToId && swapDay === row.swapDay) return { result: { id: row.id }, changes: [] }
    if (to === userId) throw fieldError('to', 'invalid')
    if (to) await refuseOtherAssignees(tx, userId, row.list, [to])
    const swapped =
      to && swapDay ? swap(row, { day: swapDay, person: to }, grants.self.row.timeZone, now) : {}
    // A member without an account cannot answer.
    if (to && (await isManaged(tx, to))) {
      return change(tx, row, { ...swapped, assigneeId: to, ...NO_PROMISE, ...SILENT, dutyCheckAt: now })
    }
    const { result, changes } = await change(tx, row, { handedToId: to, swapDay: to && swapDay })
    if (!to) return { result, changes }
    const sent = await notify(tx, [dutyNotice(row.list, row.id, 'duty', to)])
    return { result, changes: [...changes, ...sent.changes], jobs: sent.jobs }
  },
})

/**
 * Answers the question to take over a duty. If the person declines, it stays with its assignee, who is notified and has to
 * confirm it again.
 */
export const answerHandOver = command({
  name: 'answerHandOver',
  input: schemas.answerHandOver,
  output: idOutput,
  on: ({ task }) => ({ task: ['claim', 'task', task], self: ['read', 'self', null] }),
  async run({ tx, grants, actor, now }, { accepts }) {
    const row = openDuty(grants.task.row)
    const userId = requirePrincipal(actor)
    if (row.handedToId !== userId) throw new AppError('CONFLICT', { data: { assignee: row.assigneeId } })
    if (accepts) {
      const turn = row.swapDay && { day: row.swapDay, person: userId }
      const swapped = turn ? swap(row, turn, grants.self.row.timeZone, now) : {}
      const promise = { ...NO_PROMISE, assigneeId: userId, acknowledgedAt: now }
      return change(tx, row, { ...swapped, ...promise, ...SILENT, dutyCheckAt: now })
    }
    const asked = { ...NO_PROMISE, ...SILENT, dutyRemindedAt: now, dutyCheckAt: now }
    const { result, changes } = await change(tx, row, asked)
    const sent = await notify(tx, [dutyNotice(row.list, row.id, 'duty', row.assigneeId!)])
    return { result, changes: [...changes, ...sent.changes], jobs: sent.jobs }
  },
})

/** Confirms the actor's duty after a reminder, or after others have assigned it. */
export const acknowledgeDuty = command({
  name: 'acknowledgeDuty',
  input: schemas.dutyInput,
  output: idOutput,
  on: ({ task }) => ({ task: ['claim', 'task', task] }),
  async run({ tx, grants, actor, now }) {
    const row = openDuty(grants.task.row)
    if (row.assigneeId !== requirePrincipal(actor)) throw new AppError('FORBIDDEN')
    return change(tx, row, { acknowledgedAt: now, dutyCheckAt: now })
  },
})

/** @throws AppError INVALID if a task requests no person or is done */
function openDuty(row: TaskRow): TaskRow {
  if (row.dutyMinutes === null || row.status === 'done') throw fieldError('task', 'invalid')
  return row
}

/**
 * Returns the rotation in which the assignee of a duty has taken another person's next turn, and that person this one.
 * @throws AppError CONFLICT if it is not that person's next turn
 */
function swap(row: TaskRow, turn: Turn, zone: Zone, now: Date): Pick<StoredTask, 'rotation'> {
  const { rotation, rule, assigneeId } = row
  const due = dueOf(row)
  const today = dayOf(Math.floor(wallAt(now.getTime(), zone) / DAY))
  const turns = turnsToSwap({ due, rule, rotation }, assigneeId!, today)
  const other = turns.find(({ person }) => person === turn.person)
  if (!rotation || !due || !other || turnKey(rotation, other.day) !== turnKey(rotation, turn.day)) {
    throw new AppError('CONFLICT', { data: { assignee: assigneeId } })
  }
  return { rotation: swapTurns(rotation, { day: due.day, person: assigneeId! }, other) }
}

async function isManaged(tx: Tx, userId: string): Promise<boolean> {
  const [found] = await tx
    .select({ id: managedMembers.userId })
    .from(managedMembers)
    .where(eq(managedMembers.userId, userId))
  return found !== undefined
}

async function change(tx: Tx, { list, ...row }: TaskRow, columns: Partial<StoredTask>) {
  const changed = { ...columns, version: row.version + 1 }
  await tx.update(tasks).set(changed).where(eq(tasks.id, row.id))
  return {
    result: { id: row.id },
    changes: await taskChanges(tx, list, [[row, { ...row, ...changed }]]),
  }
}
