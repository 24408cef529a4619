import type { tasks } from '@/db/schema/tasks'

type StoredTask = typeof tasks.$inferSelect

/**
 * Returns the columns of a duty that follow from an edit of its task: a new assignee has not confirmed yet unless they
 * assigned themselves, and another time, person or deadline starts the notifications anew.
 * @param columns the edited columns
 */
export function dutyColumns(
  row: StoredTask,
  columns: Partial<StoredTask>,
  userId: string | null,
  now: Date,
): Partial<StoredTask> {
  const next = { ...row, ...columns }
  if (next.dutyMinutes === null) {
    return row.dutyMinutes === null ? {} : { ...NO_PROMISE, ...SILENT, dutyCheckAt: null }
  }
  const isAssigned = next.assigneeId !== row.assigneeId || row.dutyMinutes === null
  const isOther = isAssigned || next.dutyMinutes !== row.dutyMinutes || columns.dueDate !== undefined
  if (!isOther) return {}
  const promise = next.assigneeId !== null && next.assigneeId === userId ? now : null
  return {
    ...(isAssigned && { ...NO_PROMISE, acknowledgedAt: promise }),
    ...{ ...SILENT, dutyCheckAt: now },
  }
}

/** The columns of a duty that nobody was notified of. */
export const SILENT = { dutyRemindedAt: null, dutyNotifiedAt: null }

/** The columns of a duty that nobody has promised to do. */
export const NO_PROMISE = { acknowledgedAt: null, handedToId: null, swapDay: null }
