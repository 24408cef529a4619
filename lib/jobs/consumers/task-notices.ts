import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { RecordedTask } from '@/lib/calendar/tasks/task'
import { groupIdOfStream } from '@/lib/realtime/channels'
import type { Notice, StreamChange } from './notice'

/**
 * Notifies people of tasks that others have assigned to them. The next task of a recurring one has the same assignee, who
 * knows of it, or the next person of its rotation. Whether they still see the event or gathering of the task is decided when the notification is shown.
 */
export async function taskNotices(
  tx: Tx,
  all: readonly StreamChange[],
): Promise<Map<StreamChange, Notice[]>> {
  const assigned = all.flatMap((streamChange) => {
    const { change } = streamChange
    const task = change.after as RecordedTask | null
    if (!task?.assignee || task.assignee === change.by) return []
    const isTurn = task.rotation && change.before === null
    if (change.command === 'setTaskStatus' && !isTurn) return []
    return { streamChange, task, userId: task.assignee, group: groupIdOfStream(change.stream) ?? null }
  })
  if (!assigned.length) return new Map()
  const members = await tx.execute<{ userId: string; group: string }>(sql`
    select distinct m.user_id as "userId", m.group_id as group
    from jsonb_to_recordset(${JSON.stringify(assigned)}::jsonb) as a ("userId" uuid, "group" uuid)
    join members m on m.user_id = a."userId" and m.group_id = a."group"`)
  return new Map(
    assigned.flatMap(({ streamChange, task, userId, group: groupId }) => {
      const { change, seq } = streamChange
      const isMember = members.some((member) => member.userId === userId && member.group === groupId)
      if (groupId && !isMember) return []
      const { stream, by, id: taskId } = change
      const about = { eventId: task.event, recurrenceId: task.occurrence, gatheringId: task.gathering }
      const notice = { kind: 'task-assigned', userId, groupId, taskId, ...about, stream, seq, by } as const
      return [[streamChange, [notice]]]
    }),
  )
}
