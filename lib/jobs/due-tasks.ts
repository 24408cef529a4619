import { type SQL, sql } from 'drizzle-orm'
import { type Db, db } from '@/db/client'
import { wallMs } from '@/lib/calendar/day'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { type Due, dueInstant } from '@/lib/calendar/tasks/due'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { notify } from '@/lib/commands/effects/notify'
import { afterCommit, recordOutcome } from '@/lib/commands/pipeline/execute'
import { type EventOfList, eventOfList, isOfDeletedOccurrence } from '@/lib/queries/list-occurrence'

/** Maximum number of tasks of one transaction. */
const BATCH_SIZE = 500

/** An open task of a user whose date is near. */
type Candidate = Due & {
  id: string
  userId: string
  groupId: string | null
  eventId: string | null
  recurrenceId: RecurrenceId | null
  gatheringId: string | null
  event: EventOfList | null
  /** The assignee's zone. */
  ownZone: Zone
  /** Epoch milliseconds. */
  notifyFrom: number
}

/**
 * Notifies assignees of tasks that have become due since the task got its due time. The transaction that writes a
 * notification marks the task, so each due time is notified once, however many workers run this.
 * @returns the number of tasks
 */
export async function notifyDueTasks(now = new Date()): Promise<number> {
  const due = (await candidates(db, now)).filter((task) => isDue(task, now)).slice(0, BATCH_SIZE)
  if (!due.length) return 0
  const { tasks, committed } = await db.transaction(async (tx) => {
    const ids = sql`and t.id in (select jsonb_array_elements_text(${JSON.stringify(due.map(({ id }) => id))}::jsonb)::uuid)
      for update of t skip locked`
    // Others may have edited or notified them in the meantime.
    const tasks = (await candidates(tx, now, ids)).filter((task) => isDue(task, now))
    if (!tasks.length) return { tasks, committed: undefined }
    await tx.execute(sql`
      update tasks set notify_from = ${now.toISOString()}::timestamptz
      where id in (select jsonb_array_elements_text(${JSON.stringify(tasks.map(({ id }) => id))}::jsonb)::uuid)`)
    const notices = tasks.map(({ id, userId, groupId, eventId, recurrenceId, gatheringId }) => ({
      ...{ taskId: id, userId, groupId, eventId, recurrenceId, gatheringId, kind: 'task-due' as const },
    }))
    const outcome = { result: null, ...(await notify(tx, notices)) }
    const actor = { kind: 'job', name: 'tasks' } as const
    return { tasks, committed: await recordOutcome(tx, actor, 'notifyDueTasks', { origin: 'job' }, outcome) }
  })
  if (committed) afterCommit(committed)
  return tasks.length
}

async function candidates(on: Db, now: Date, which: SQL = sql``): Promise<Candidate[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  return on.execute<Candidate & Record<string, unknown>>(sql`
    select t.id, t.assignee_id as "userId", l.group_id as "groupId", l.event_id as "eventId",
      l.recurrence_id as "recurrenceId", l.gathering_id as "gatheringId", ${eventOfList} as event, u.time_zone as "ownZone",
      to_char(t.due_date, 'YYYY-MM-DD') as day, t.due_time as time, t.due_zone as zone,
      (extract(epoch from t.notify_from) * 1000)::float8 as "notifyFrom"
    from tasks t join task_lists l on l.id = t.list_id and l.deleted_at is null
      join users u on u.id = t.assignee_id and u.email is not null
      left join events e on e.id = l.event_id
    where t.deleted_at is null and t.status <> 'done'
      and (l.group_id is null or exists (select 1 from groups g join members m on m.group_id = g.id
        where g.id = l.group_id and g.deleted_at is null and m.user_id = t.assignee_id))
      and e.deleted_at is null
      and not exists (select 1 from gatherings g where g.id = l.gathering_id and g.deleted_at is not null)
      and t.due_date between (${at} - interval '2 days')::date and (${at} + interval '2 days')::date
      and t.notify_from < ${at} ${which}`)
}

/**
 * Whether a task of an existing occurrence has become due. One without a time is due at 9:00 in the assignee's zone. Not calculated by Postgres,
 * which does not know all zones that Node knows, and reads `UTC+01:00` as one hour west of UTC.
 */
function isDue(task: Candidate, now: Date): boolean {
  const { ownZone, notifyFrom, ...due } = task
  const at = dueInstant(due) ?? instantAt(wallMs(`${due.day}T09:00:00`), ownZone)
  return at > notifyFrom && at <= now.getTime() && !isOfDeletedOccurrence(task)
}
