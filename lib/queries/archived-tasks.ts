import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { groupPeople } from '@/lib/access/group-people'
import { homeGroupOf } from '@/lib/access/member-colors'
import { seesGathering } from '@/lib/access/nouns/gathering'
import type { Reach } from '@/lib/access/reach'
import type { TodoToWrite } from '@/lib/calendar/server/ical/write-todos'
import type { ExportScope } from '@/lib/schemas/calendars'
import { archivedGroups } from './archived-comments'
import { readableEvents } from './changes/readable-events'
import { exportedCalendars } from './export'
import { readableLists, type StoredList, storedListColumns } from './tasks-elsewhere'

/** A file of tasks in an archive. */
interface ArchivedTasks {
  /** Name of the group and list, of the calendar, or title of the gathering. */
  name: string
  todos: TodoToWrite[]
}

/**
 * Returns the tasks of an archive that the user sees: each list of a group, the tasks of the events of each calendar, and
 * each list of a gathering. Archives of a single calendar contain those of its events alone.
 */
export async function archivedTasks(db: Db, reach: Reach, scope: ExportScope): Promise<ArchivedTasks[]> {
  const groups = new Map(archivedGroups(reach, scope).map(({ id, name }) => [id, name]))
  const calendars = exportedCalendars(reach, scope).filter(({ level }) => level !== 'freebusy')
  const lists = await listsOf(db, reach, { scope, groups: [...groups.keys()], calendars })
  const part = { ...reach, calendars }
  const elsewhere = await readableLists(
    db,
    part,
    lists.filter(({ groupId }) => !groupId),
  )
  const locked = lists.flatMap(({ lockedAs }) => lockedAs ?? [])
  const seen = (await readableEvents(db, [reach], locked)).get(reach.userId)!
  const ofCalendars = new Map<number, ArchivedTasks>()
  const others = lists.flatMap(({ id, groupId, name, calendar, lockedAs, uid, todos }): ArchivedTasks[] => {
    if (groupId)
      return [{ name: `${groups.get(groupId)} ${name}`, todos: todos.map((todo) => toWrite(todo, null)) }]
    const list = elsewhere.find((list) => list.id === id)
    if (!list) return []
    const isRelated = lockedAs === null || seen.get(lockedAs)?.exists
    const written = todos.map((todo) => toWrite(todo, isRelated ? uid : null))
    if (calendar === null) return [{ name: list.name, todos: written }]
    const ofCalendar = ofCalendars.get(calendar) ?? { name: calendars[calendar]!.name, todos: [] }
    ofCalendar.todos.push(...written)
    ofCalendars.set(calendar, ofCalendar)
    return []
  })
  return [...others, ...ofCalendars.values()]
}

type StoredTodo = Omit<TodoToWrite, 'created' | 'done' | 'relatedTo'> & {
  created: string
  done: string | null
}

type Row = StoredList & {
  name: string
  /** Index of the first calendar that shows the event of the list; null for other lists. */
  calendar: number | null
  /** The event as which the gathering of the list was locked. */
  lockedAs: string | null
  /** UID of the event, or of the event that the gathering was locked as. */
  uid: string | null
  todos: StoredTodo[]
}

async function listsOf(
  db: Db,
  { userId }: Reach,
  {
    scope,
    groups,
    calendars,
  }: { scope: ExportScope; groups: readonly string[]; calendars: readonly { id: string }[] },
): Promise<Row[]> {
  const indexed = JSON.stringify(calendars.map(({ id }, index) => ({ id, index })))
  const ofScope = scope.of === 'group' ? sql`g.group_id = ${scope.id}::uuid` : sql`${scope.of === 'all'}`
  // Of events and gatherings, users learn the assignees that are in their group.
  const isKnown = sql`(l.group_id is not null or t.assignee_id = ${userId}::uuid or exists (
    select 1 from ${groupPeople} known join members m on m.group_id = known.group_id and m.user_id = ${userId}::uuid
    where known.user_id = t.assignee_id and known.group_id = coalesce(g.group_id, ${homeGroupOf(sql`l.event_id`)})))`
  return db.execute<Columns<Row>>(sql`
    select ${storedListColumns}, l.name, p.calendar, g.event_id as "lockedAs", e.uid, (
        select coalesce(json_agg(json_build_object('id', t.id, 'title', t.title, 'note', t.note, 'status', t.status,
            'rule', t.rule, 'assignee', case when ${isKnown} then u.name end, 'created', t.created_at, 'done', t.done_at,
            'due', case when t.due_date is not null then
              json_build_object('day', t.due_date, 'time', t.due_time, 'zone', t.due_zone) end)
          order by t.position, t.id), '[]')
        from tasks t left join users u on u.id = t.assignee_id where t.list_id = l.id and t.deleted_at is null) as todos
    from task_lists l
      left join gatherings g on g.id = l.gathering_id
      left join events e on e.id = coalesce(l.event_id, g.event_id)
      left join lateral (
        select min(c.index) as calendar from placements p
          join jsonb_to_recordset(${indexed}::jsonb) as c (id uuid, index int) on c.id = p.calendar_id
        where p.event_id = l.event_id and p.deleted_at is null) p on true
    where l.deleted_at is null
      and (l.group_id in (select jsonb_array_elements_text(${JSON.stringify(groups)}::jsonb)::uuid)
        or (exists (select 1 from tasks t where t.list_id = l.id and t.deleted_at is null)
          and (p.calendar is not null or (${ofScope} and ${seesGathering(sql`${userId}::uuid`)}))))
    order by l.group_id, l.position, e.span_from, l.id`)
}

function toWrite({ created, done, ...todo }: StoredTodo, relatedTo: string | null): TodoToWrite {
  return { ...todo, relatedTo, created: new Date(created), done: done === null ? null : new Date(done) }
}
