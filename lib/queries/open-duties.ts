import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { seesGathering } from '@/lib/access/nouns/gathering'
import type { Reach } from '@/lib/access/reach'
import { addDays, type Day } from '@/lib/calendar/day'
import { dueWall } from '@/lib/calendar/tasks/due'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { OpenDuty } from '@/lib/schemas/home'
import { awaitsConfirmation } from './awaits-confirmation'
import { dueOfDuty } from './list-occurrence'
import { readableLists, type StoredList, storedListColumns } from './tasks-elsewhere'

/** Maximum number of duties on the home page. */
const MAX_DUTIES = 20
/** Number of duties that are read: some may belong to events that the user does not see. */
const MAX_CANDIDATES = 200

type Row = StoredList &
  Pick<OpenDuty, 'state' | 'due'> & { task: string; dutyTitle: string; name: string; color: string | null }

/**
 * Returns the duties that wait for a user: those that others have asked the user to take over, those that the user has to
 * confirm, and those that nobody has claimed, of the user's groups and the events and gatherings that the user sees.
 * Leaves out those of events before today.
 */
export async function openDuties(db: Db, reach: Reach, today: Day, zone: Zone): Promise<OpenDuty[]> {
  const { userId, groups, calendars } = reach
  const ids = (rows: readonly { id: string }[]) =>
    sql`(select jsonb_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::jsonb)::uuid)`
  const isOpen = sql`t.duty_minutes is not null and t.deleted_at is null and t.status <> 'done'`
  const startsOn = sql`coalesce(left(coalesce(e.overrides -> l.recurrence_id -> 'span' ->> 'start', l.recurrence_id), 10)::date,
    case when e.recurrence is null then coalesce(e.start_date, e.start_wall::date) end)`
  const rows = await db.execute<Columns<Row>>(sql`
    with duties as (
      select t.id, 'asked' as state from tasks t where t.handed_to_id = ${userId} and ${isOpen}
      union all
      select t.id, 'unconfirmed' from tasks t where t.assignee_id = ${userId} and ${isOpen} and ${awaitsConfirmation}
      union all
      select t.id, 'unclaimed' from tasks t where t.assignee_id is null and ${isOpen} and t.list_id in (
        select l.id from task_lists l where l.group_id in ${ids(groups)}
        union all
        select l.id from task_lists l where l.event_id is not null and exists (
          select 1 from placements p where p.event_id = l.event_id and p.deleted_at is null
            and p.calendar_id in ${ids(calendars.filter(({ hidden }) => !hidden))})
        union all
        select l.id from task_lists l join gatherings g on g.id = l.gathering_id
        where g.status <> 'cancelled' and ${seesGathering(sql`${userId}::uuid`)})
    )
    select ${storedListColumns}, l.name, o.color, t.id as task, t.title as "dutyTitle", d.state,
      case when t.due_date is not null then json_build_object('day', t.due_date, 'time', t.due_time, 'zone', t.due_zone)
        end as due
    from duties d join tasks t on t.id = d.id join task_lists l on l.id = t.list_id and l.deleted_at is null
      left join groups o on o.id = l.group_id
      left join gatherings g on g.id = l.gathering_id
      left join events e on e.id = coalesce(l.event_id, g.event_id)
    where (l.group_id is null or l.group_id in ${ids(groups)})
      and (t.due_date is not null or ${startsOn} is null or ${startsOn} >= ${addDays(today, -1)}::date)
    order by d.state = 'unclaimed', coalesce(t.due_date, ${startsOn}), t.id limit ${MAX_CANDIDATES}`)
  const elsewhere = await readableLists(
    db,
    reach,
    rows.filter(({ groupId }) => !groupId),
  )
  return rows
    .flatMap(({ id, groupId, name, color, task, dutyTitle, state, due: own, ...of }): OpenDuty[] => {
      const list = groupId ? { id, name, path: `/tasks/${id}` } : elsewhere.find((list) => list.id === id)
      const due = dueOfDuty({ ...of, due: own }, zone)
      const isOver =
        !own && due !== null && dueWall(due, zone) < dueWall({ day: today, time: null, zone: null }, zone)
      return list && !isOver ? [{ id: task, title: dutyTitle, state, due, list: { ...list, color } }] : []
    })
    .slice(0, MAX_DUTIES)
}
