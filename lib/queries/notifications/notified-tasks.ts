import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { StoredNotification } from './stored-notification'

/** A task that notifications are about. */
export interface NotifiedTask {
  id: string
  title: string
  assignee: string | null
  list: string
  /** Name of the list. */
  name: string
  /** Id and color of the group. */
  group: string
  color: string
}

/** Returns the tasks of notifications that are neither done nor deleted, keyed by id. Checks no permission. */
export async function notifiedTasks(
  db: Db,
  rows: readonly StoredNotification[],
): Promise<Map<string, NotifiedTask>> {
  const ids = [...new Set(rows.flatMap(({ taskId }) => taskId ?? []))]
  if (!ids.length) return new Map()
  const found = await db.execute<NotifiedTask & Record<string, unknown>>(sql`
    select t.id, t.title, t.assignee_id as assignee, l.id as list, l.name, l.group_id as group, g.color
    from tasks t join task_lists l on l.id = t.list_id join groups g on g.id = l.group_id
    where t.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
      and t.deleted_at is null and l.deleted_at is null and t.status <> 'done'`)
  return new Map(found.map((task) => [task.id, task]))
}
