import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type Actor, isPublicLink } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { seesParticipants } from '@/lib/access/nouns/gathering'
import { isShownTo, type TaskListOwner } from '@/lib/access/nouns/task'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { GuestTask } from '@/lib/schemas/guest-page'
import { claimsOfList } from './task-claims'
import { MAX_SHOWN_DONE } from './tasks'

/** Returns the sign-up sheets of an event, and of an occurrence of it, for a guest with a personal link. */
export async function guestTasks(
  db: Db,
  { row, actor }: Grant<'read', 'event'>,
  occurrence: RecurrenceId | null,
): Promise<GuestTask[]> {
  if (actor.kind !== 'guest' || isPublicLink(actor.person)) return []
  const ids = [null, occurrence].filter((id) => isShownTo(row, actor, id))
  const isShown = sql`l.event_id = ${row.id} and t.wanted is not null and (
    (l.recurrence_id is null and ${ids.includes(null)}) or
    (l.recurrence_id = ${occurrence} and ${occurrence !== null && ids.includes(occurrence)}))`
  return tasksWhere(db, actor, { event: row }, isShown)
}

/** Returns the tasks of a gathering for a participant without an account. */
export async function participantTasks(
  db: Db,
  { row, actor }: Grant<'read', 'gathering-page'>,
): Promise<GuestTask[]> {
  if (actor.kind !== 'participant' || actor.gathering !== row.id) return []
  return tasksWhere(db, actor, { gathering: row }, sql`l.gathering_id = ${row.id}`)
}

/** @param which condition for the tasks `t` of lists `l` */
async function tasksWhere(db: Db, actor: Actor, owner: TaskListOwner, which: SQL): Promise<GuestTask[]> {
  const seesAssignees = 'gathering' in owner && seesParticipants(owner.gathering)
  const rows = await db.execute<Columns<Omit<GuestTask, 'claims' | 'taken'> & { list: string }>>(sql`
    select id, title, note, status, wanted, list, due, assignee from (
      select t.id, t.title, t.status, t.wanted, t.list_id as list, t.position, l.recurrence_id,
        case when t.wanted is null then '' else t.note end as note,
        case when t.due_date is not null then json_build_object('day', t.due_date, 'time', t.due_time, 'zone', t.due_zone)
          end as due,
        ${seesAssignees ? sql`(select u.name from users u where u.id = t.assignee_id and u.deleted_at is null)` : sql`null`} as assignee,
        row_number() over (partition by t.list_id, t.status = 'done' order by t.done_at desc, t.id) as n
      from task_lists l join tasks t on t.list_id = l.id
      where ${which} and l.deleted_at is null and t.deleted_at is null) found
    where status <> 'done' or n <= ${MAX_SHOWN_DONE}
    order by status = 'done', recurrence_id nulls last, position, id`)
  const lists = [...new Set(rows.map(({ list }) => list))]
  const all = (await Promise.all(lists.map((id) => claimsOfList(db, actor, { id, owner })))).flat()
  return rows.map(({ list: _, ...task }) => {
    const claims = all.filter((claim) => claim.task === task.id)
    return {
      ...task,
      taken: claims.reduce((sum, { quantity }) => sum + quantity, 0),
      claims: claims.map(({ id, person, quantity, comment, isOwn }) => ({
        ...{ id, name: person?.name ?? null, quantity, comment, isOwn },
      })),
    }
  })
}
