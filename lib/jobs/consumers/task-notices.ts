import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { RecordedTask } from '@/lib/calendar/tasks/task'
import { groupIdOfStream } from '@/lib/realtime/channels'
import type { Notice, StreamChange } from './notice'

/**
 * Notifies members of tasks that others have assigned to them. The next task of a recurring one has the same assignee, who
 * knows of it.
 */
export async function taskNotices(
  tx: Tx,
  all: readonly StreamChange[],
): Promise<Map<StreamChange, Notice[]>> {
  const assigned = all.flatMap((streamChange) => {
    const { change } = streamChange
    const userId = (change.after as RecordedTask | null)?.assignee
    const group = groupIdOfStream(change.stream)
    if (!group || !userId || userId === change.by || change.command === 'setTaskStatus') return []
    return { streamChange, userId, group }
  })
  if (!assigned.length) return new Map()
  const members = await tx.execute<{ userId: string; group: string }>(sql`
    select distinct m.user_id as "userId", m.group_id as group
    from jsonb_to_recordset(${JSON.stringify(assigned)}::jsonb) as a ("userId" uuid, "group" uuid)
    join members m on m.user_id = a."userId" and m.group_id = a."group"`)
  return new Map(
    assigned.flatMap(({ streamChange, userId, group: groupId }) => {
      const { change, seq } = streamChange
      if (!members.some((member) => member.userId === userId && member.group === groupId)) return []
      const { stream, by, id: taskId } = change
      return [[streamChange, [{ kind: 'task-assigned' as const, userId, groupId, taskId, stream, seq, by }]]]
    }),
  )
}
