import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { notify } from '@/lib/commands/effects/notify'
import { afterCommit, recordOutcome } from '@/lib/commands/pipeline/execute'

/** Maximum number of tasks of one transaction. */
const BATCH_SIZE = 500

/** Time at which a task `t` is due for its assignee `u`. A task without a time is due at 9:00 in the assignee's zone. */
const dueAt = sql`case when t.due_time is null then (t.due_date + time '09:00') at time zone u.time_zone
  else (t.due_date + t.due_time::time) at time zone t.due_zone end`

/**
 * Notifies assignees of tasks that have become due since the task got its due time. The transaction that writes a
 * notification marks the task, so each due time is notified once, however many workers run this.
 * @returns the number of tasks
 */
export async function notifyDueTasks(now = new Date()): Promise<number> {
  const { tasks, committed } = await db.transaction(async (tx) => {
    const at = sql`${now.toISOString()}::timestamptz`
    const tasks = await tx.execute<{ taskId: string; userId: string; groupId: string }>(sql`
      with due as (
        select t.id, t.assignee_id, l.group_id
        from tasks t join task_lists l on l.id = t.list_id and l.deleted_at is null
          join groups g on g.id = l.group_id and g.deleted_at is null
          join members m on m.group_id = l.group_id and m.user_id = t.assignee_id
          join users u on u.id = t.assignee_id
        where t.deleted_at is null and t.status <> 'done'
          and t.due_date between (${at} - interval '2 days')::date and (${at} + interval '2 days')::date
          and ${dueAt} > t.notify_from and ${dueAt} <= ${at}
        order by t.id limit ${BATCH_SIZE} for update of t skip locked
      )
      update tasks set notify_from = ${at} from due where tasks.id = due.id
      returning tasks.id as "taskId", due.assignee_id as "userId", due.group_id as "groupId"`)
    if (!tasks.length) return { tasks, committed: undefined }
    const notices = tasks.map((task) => ({ ...task, kind: 'task-due' as const }))
    const outcome = { result: null, ...(await notify(tx, notices)) }
    const actor = { kind: 'job', name: 'tasks' } as const
    return { tasks, committed: await recordOutcome(tx, actor, 'notifyDueTasks', { origin: 'job' }, outcome) }
  })
  if (committed) afterCommit(committed)
  return tasks.length
}
