import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { TodoToWrite } from '@/lib/calendar/server/ical/write-todos'

/** A list of tasks of an archive, with the name of its group. */
interface ArchivedTaskList {
  name: string
  group: string
  todos: TodoToWrite[]
}

/**
 * Returns the lists of tasks of an archive.
 * @param groups groups of the user whose lists are part of the archive
 */
export async function archivedTasks(
  db: Db,
  groups: readonly { id: string; name: string }[],
): Promise<ArchivedTaskList[]> {
  const ids = JSON.stringify(groups.map(({ id }) => id))
  const lists = await db.execute<{ name: string; group: string; todos: StoredTodo[] }>(sql`
    select l.name, l.group_id as group, (
        select coalesce(json_agg(json_build_object('id', t.id, 'title', t.title, 'note', t.note, 'status', t.status,
            'rule', t.rule, 'assignee', u.name, 'created', t.created_at, 'done', t.done_at,
            'due', case when t.due_date is not null then
              json_build_object('day', t.due_date, 'time', t.due_time, 'zone', t.due_zone) end)
          order by t.position, t.id), '[]')
        from tasks t left join users u on u.id = t.assignee_id where t.list_id = l.id and t.deleted_at is null) as todos
    from task_lists l
    where l.group_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid) and l.deleted_at is null
    order by l.group_id, l.position, l.id`)
  const names = new Map(groups.map(({ id, name }) => [id, name]))
  return lists.map(({ name, group, todos }) => ({
    ...{ name, group: names.get(group)! },
    todos: todos.map(({ created, done, ...todo }) => ({
      ...{ ...todo, created: new Date(created), done: done === null ? null : new Date(done) },
    })),
  }))
}

type StoredTodo = Omit<TodoToWrite, 'created' | 'done'> & { created: string; done: string | null }
