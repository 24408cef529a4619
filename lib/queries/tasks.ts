import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { requirePrincipal } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { canEditTasks } from '@/lib/access/nouns/task'
import type { Reach } from '@/lib/access/reach'
import type { Day } from '@/lib/calendar/day'
import type { DueTask } from '@/lib/schemas/home'
import type { Task, TaskList, TaskListPage, TasksPageData } from '@/lib/schemas/tasks'
import { awaitsConfirmation } from './awaits-confirmation'
import { claimsOfList } from './task-claims'
import { taskListHead } from './task-list-path'
import { taskPeople } from './task-people'
import { listsElsewhere } from './tasks-elsewhere'

/** Maximum number of tasks that are done in a list. */
export const MAX_SHOWN_DONE = 100
/** Maximum number of a user's own tasks. */
const MAX_OWN_TASKS = 500

/** Returns a list with its tasks. Viewers do not learn assignees whom they do not know. */
export async function taskListPage(
  db: Db,
  { row, actor }: Grant<'read', 'task-list'>,
): Promise<TaskListPage> {
  const { id, owner, canWrite } = row
  const userId = requirePrincipal(actor)
  const [tasks, people, claims] = await Promise.all([
    tasksWhere(
      db,
      sql`t.list_id = ${id} and t.status <> 'done' order by t.position, t.id`,
      sql`t.list_id = ${id} and t.status = 'done' order by t.done_at desc, t.id limit ${MAX_SHOWN_DONE}`,
    ),
    taskPeople(db, userId, owner),
    claimsOfList(db, actor, row),
  ])
  const open = tasks.filter(({ status }) => status !== 'done').length
  const known = new Set(people.map(({ id }) => id))
  const group = 'group' in owner ? owner.group : null
  return {
    list: { id, ...taskListHead(row), group, open, canWrite },
    tasks: tasks.map((task) => ({
      ...task,
      assignee: task.assignee && known.has(task.assignee) ? task.assignee : null,
      handedTo: task.handedTo && known.has(task.handedTo) ? task.handedTo : null,
    })),
    people,
    claims,
  }
}

/** Returns the lists of a user's groups, and the user's own tasks. */
export async function tasksPage(db: Db, reach: Reach): Promise<TasksPageData> {
  const { userId, groups } = reach
  const elsewhere = await listsElsewhere(db, reach)
  const ids = JSON.stringify(groups.map(({ id }) => id))
  const isOfGroups = sql`l.group_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid) and l.deleted_at is null`
  const [{ lists }, own] = await Promise.all([
    db
      .execute<{ lists: (Pick<TaskList, 'id' | 'name' | 'open'> & { groupId: string })[] }>(sql`
        select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'groupId', l.group_id, 'open', (
            select count(*)::int from tasks t where t.list_id = l.id and t.deleted_at is null and t.status <> 'done'))
          order by l.position, l.id), '[]') as lists
        from task_lists l where ${isOfGroups}`)
      .then(singleRow),
    tasksWhere(
      db,
      sql`t.status <> 'done' and (
          (t.assignee_id = ${userId} or (t.assignee_id is null and t.due_date is not null))
            and t.list_id in (select l.id from task_lists l where ${isOfGroups})
          or t.assignee_id = ${userId} and ${isIn(elsewhere)})
        order by t.due_date, t.due_time nulls first, t.position, t.id limit ${MAX_OWN_TASKS}`,
    ),
  ])
  return {
    lists: groups.flatMap(({ id, name, color, role }) =>
      lists
        .filter(({ groupId }) => groupId === id)
        .map(({ groupId: _, ...list }) => ({
          ...list,
          ...{ group: { id, name, color }, canWrite: canEditTasks(role), path: `/tasks/${list.id}` },
        })),
    ),
    elsewhere: elsewhere.map((list) => ({ ...list, group: null, open: 0, canWrite: false })),
    groups: groups.map(({ id, name, color, role }) => ({ id, name, color, canWrite: canEditTasks(role) })),
    own,
  }
}

/** Maximum number of tasks on the home page. */
const MAX_DUE_TASKS = 20

/** Returns the user's open tasks that are due until a day, and those of no assignee; not unclaimed duties. */
export async function dueTasks(db: Db, reach: Reach, until: Day): Promise<DueTask[]> {
  const { userId, groups } = reach
  const elsewhere = await listsElsewhere(db, reach)
  if (!groups.length && !elsewhere.length) return []
  const ids = JSON.stringify(groups.map(({ id }) => id))
  const rows = await db.execute<Columns<Omit<DueTask, 'canCheck'> & { groupId: string | null }>>(sql`
    select t.id, t.title, t.assignee_id is null as "isUnassigned", l.group_id as "groupId",
      json_build_object('day', t.due_date, 'time', t.due_time, 'zone', t.due_zone) as due,
      json_build_object('id', l.id, 'name', l.name, 'color', g.color) as list
    from task_lists l left join groups g on g.id = l.group_id join tasks t on t.list_id = l.id
    where (l.group_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)
        and (t.assignee_id = ${userId} or t.assignee_id is null)
        or ${isIn(elsewhere)} and t.assignee_id = ${userId})
      and l.deleted_at is null and t.deleted_at is null and t.status <> 'done' and t.due_date <= ${until}
      and (t.duty_minutes is null or t.assignee_id is not null)
    order by t.due_date, t.due_time nulls first, t.id limit ${MAX_DUE_TASKS}`)
  return rows.map(({ groupId, ...task }) => {
    const group = groups.find(({ id }) => id === groupId)
    const { name, path } = elsewhere.find(({ id }) => id === task.list.id) ?? {
      ...task.list,
      path: `/tasks/${task.list.id}`,
    }
    const canCheck = !task.isUnassigned || (group !== undefined && canEditTasks(group.role))
    return { ...task, list: { ...task.list, name, path }, canCheck }
  })
}

/** Whether a task `t` is in one of the lists. */
function isIn(lists: readonly { id: string }[]): SQL {
  const ids = JSON.stringify(lists.map(({ id }) => id))
  return sql`t.list_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`
}

/** @param parts conditions for the tasks `t`, with order and limit */
async function tasksWhere(db: Db, ...parts: SQL[]): Promise<Task[]> {
  const selects = parts.map(
    (part) => sql`(
      select t.id, t.list_id as list, t.title, t.note, t.assignee_id as assignee, t.rule, t.wanted,
        t.duty_minutes as duty, t.handed_to_id as "handedTo",
        t.swap_day as "swapDay", t.rotation, ${awaitsConfirmation} as "awaitsConfirmation", t.status, t.version,
        case when t.due_date is not null then json_build_object('day', t.due_date, 'time', t.due_time, 'zone', t.due_zone)
          end as due,
        (extract(epoch from t.done_at) * 1000)::float8 as "doneAt"
      from tasks t where t.deleted_at is null and ${part})`,
  )
  return [...(await db.execute<Columns<Task>>(sql.join(selects, sql` union all `)))]
}
