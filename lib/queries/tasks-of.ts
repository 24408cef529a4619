import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Actor } from '@/lib/access/actor'
import { type Grant, grant } from '@/lib/access/grant'
import { isEditor } from '@/lib/access/nouns/event'
import { canEditGatheringTasks } from '@/lib/access/nouns/task'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { AppError } from '@/lib/errors'
import type { TasksOf } from '@/lib/schemas/tasks'
import { taskListPage } from './tasks'

/**
 * Returns the tasks of an event: of the occurrence, of the whole series, and of the gathering by which it was planned. A
 * viewer who sees less than the series gets none.
 */
export async function tasksOfEvent(
  tx: Tx,
  { row, actor }: Grant<'read', 'event'>,
  occurrence: RecurrenceId | null,
): Promise<TasksOf> {
  if (row.shown !== 'full' || row.part?.isSingle) return { lists: [], canWrite: false }
  const isShown = sql`l.event_id = ${row.id} and (l.recurrence_id is null or l.recurrence_id = ${occurrence})
    or l.gathering_id in (select g.id from gatherings g where g.event_id = ${row.id} and g.deleted_at is null)`
  const isThis = sql`l.event_id = ${row.id} and l.recurrence_id is not distinct from ${occurrence}`
  return { lists: await pagesOf(tx, actor, isShown, isThis), canWrite: isEditor(row) }
}

/** Returns the tasks of a gathering. */
export async function tasksOfGathering(tx: Tx, { row, actor }: Grant<'read', 'gathering'>): Promise<TasksOf> {
  const lists = await pagesOf(tx, actor, sql`l.gathering_id = ${row.id}`, sql`true`)
  return { lists, canWrite: canEditGatheringTasks(row) }
}

/**
 * @param which condition for the lists `l`
 * @param isThis whether a list is that of the event, occurrence or gathering itself
 */
async function pagesOf(tx: Tx, actor: Actor, which: SQL, isThis: SQL): Promise<TasksOf['lists']> {
  const rows = await tx.execute<Columns<{ id: string; of: TasksOf['lists'][number]['of'] }>>(sql`
    select l.id, case when ${isThis} then 'this' when l.event_id is not null then 'series' else 'gathering' end as of
    from task_lists l where (${which}) and l.deleted_at is null
      and exists (select 1 from tasks t where t.list_id = l.id and t.deleted_at is null)
    order by l.recurrence_id nulls last, l.gathering_id nulls first`)
  const pages: TasksOf['lists'] = []
  for (const { id, of } of rows) {
    const list = await grant(tx, actor, 'read', 'task-list', id).catch(ignoreInvisible)
    if (list) pages.push({ ...(await taskListPage(tx, list)), of })
  }
  return pages
}

/** The tasks of a gathering are shown at its event only to those who see the gathering. */
function ignoreInvisible(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined
  throw error
}
