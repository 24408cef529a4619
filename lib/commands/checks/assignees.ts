import type { Tx } from '@/db/client'
import type { TaskListRow } from '@/lib/access/nouns/task'
import { fieldError } from '@/lib/errors'
import { taskPeople } from '@/lib/queries/task-people'

/**
 * Refuses assignees who are not among the people of a list.
 * @throws AppError INVALID
 */
export async function refuseOtherAssignees(
  tx: Tx,
  userId: string,
  { owner }: TaskListRow,
  ids: readonly string[],
): Promise<void> {
  if (!ids.length) return
  const people = new Set((await taskPeople(tx, userId, owner)).map(({ id }) => id))
  if (ids.some((id) => !people.has(id))) throw fieldError('assignee', 'invalid')
}
