import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import type { GatheringEntry, TaskEntry } from '@/lib/schemas/admin-entries'
import type { ListPage, ListQuery } from '@/lib/schemas/admin-lists'
import { latestFirst, toPage } from './page'

type Administration = Grant<'read', 'administration'>

/**
 * Lists all gatherings with the number of their slots, participants and votes; `of`: those of an organizer or a group.
 * As with events, the text that users wrote is neither read nor searched here.
 */
export async function listAllGatherings(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<GatheringEntry>> {
  const { q, is, of } = query
  const conditions = [
    q === undefined ? undefined : sql`g.id::text = ${q.toLowerCase()}`,
    is === 'deleted' ? sql`g.deleted_at is not null` : sql`g.deleted_at is null`,
    is === 'draft' || is === 'locked' || is === 'cancelled' ? sql`g.status = ${is}` : undefined,
    is === 'link' ? sql`g.access = 'link'` : undefined,
    of ? sql`(g.organizer_id = ${of} or g.group_id = ${of})` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select g.id, u.name as organizer, c.name as group, g.status, g.access = 'link' as "isOpen",
        g.deleted_at is not null as deleted, to_json(g.deadline_at) as deadline, to_json(g.created_at) as "createdAt",
        (select count(*) from gathering_slots s where s.gathering_id = g.id and s.removed_at is null)::int as slots,
        (select count(*) from gathering_participants p
          where p.gathering_id = g.id and p.revoked_at is null)::int as participants,
        (select count(*) from tasks t join task_lists l on l.id = t.list_id
          where l.gathering_id = g.id and t.deleted_at is null)::int as tasks,
        (select count(*) from gathering_votes v
          join gathering_slots s on s.id = v.slot_id and s.gathering_id = g.id and s.removed_at is null
          join gathering_participants p on p.id = v.participant_id and p.revoked_at is null)::int as votes
      from (select * from gatherings g ${latestFirst(conditions, query, sql`g.id`, 'uuid')}) g
      join users u on u.id = g.organizer_id left join groups c on c.id = g.group_id
      order by g.id desc`),
  )
}

/**
 * Lists all tasks with what they belong to, assignee and due date; `of`: those of an assignee, group, event or
 * gathering. Tasks of hidden events are left out, as those events are, and no text is read.
 */
export async function listAllTasks(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<TaskEntry>> {
  const { q, is, of } = query
  const isOpen = sql`t.status <> 'done'`
  const conditions = [
    q === undefined ? undefined : sql`t.id::text = ${q.toLowerCase()}`,
    is === 'deleted' ? sql`t.deleted_at is not null` : sql`t.deleted_at is null`,
    is === 'open' ? isOpen : undefined,
    is === 'done' ? sql`t.status = 'done'` : undefined,
    // A day is over when it has ended in all zones.
    is === 'overdue'
      ? sql`${isOpen} and t.due_date < (now() at time zone 'UTC' - interval '12 hours')::date`
      : undefined,
    is === 'unassigned' ? sql`${isOpen} and t.assignee_id is null` : undefined,
    sql`not exists (select 1 from task_lists l join hidden_from h on h.event_id = l.event_id where l.id = t.list_id)`,
    of
      ? sql`(t.assignee_id = ${of} or exists (select 1 from task_lists l
          where l.id = t.list_id and ${of} in (l.group_id, l.event_id, l.gathering_id)))`
      : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select t.id, c.name as group, c.id as "groupId", l.event_id as event, l.gathering_id as gathering, t.status,
        u.name as assignee, t.due_date::text as due, t.rule is not null as series, t.deleted_at is not null as deleted,
        to_json(t.created_at) as "createdAt"
      from (select * from tasks t ${latestFirst(conditions, query, sql`t.id`, 'uuid')}) t
      join task_lists l on l.id = t.list_id left join groups c on c.id = l.group_id
      left join users u on u.id = t.assignee_id
      order by t.id desc`),
  )
}
