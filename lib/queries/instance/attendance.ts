import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { AttendeeEntry, ReminderEntry } from '@/lib/schemas/admin-entries'
import type { ListPage, ListQuery } from '@/lib/schemas/admin-lists'
import type { Administration } from './lists'
import { latestFirst, toPage } from './page'

/** Leaves out hidden events, since they may be hidden from the administrator. */
const IS_SHOWN = sql`not exists (select 1 from hidden_from h where h.event_id = e.id)`

/**
 * Lists attendees with the status of their answer to the event or series; `of`: those of an event. Neither titles nor
 * comments are read.
 */
export async function listAttendees(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<AttendeeEntry>> {
  // See `answerLookup`.
  const status = sql`case when coalesce(given.status, 'needs-action') <> 'needs-action' then given.status
    when exists (select 1 from managed_members managed where managed.user_id = a.user_id) then 'accepted'
    else 'needs-action' end`
  const conditions = [
    sql`e.deleted_at is null`,
    IS_SHOWN,
    query.q === undefined ? undefined : sql`e.id::text = ${query.q.toLowerCase()}`,
    query.of ? sql`e.id = ${query.of}` : undefined,
    query.is ? sql`${status} = ${query.is}` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select a.id, e.id as "eventId", coalesce(u.name, a.email, a.name) as attendee, ${status} as status,
        coalesce(given.party_size, 1) as "partySize", to_json(given.answered_at) as "answeredAt"
      from attendees a join events e on e.id = a.event_id left join users u on u.id = a.user_id
        left join answers given on given.event_id = e.id and given.recurrence_id is null
          and (given.user_id = a.user_id or (a.user_id is null and lower(given.email) = lower(a.email)))
      ${latestFirst(conditions, query, sql`a.id`, 'uuid')}`),
  )
}

/** Lists reminders that are due within two days, and those that were sent recently; `of`: those of an event. */
export async function listReminders(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<ReminderEntry>> {
  const state = sql`case when d.fired_at is not null then 'sent' when d.due_at < now() then 'overdue' else 'waiting' end`
  const conditions = [
    IS_SHOWN,
    query.q === undefined ? undefined : sql`e.id::text = ${query.q.toLowerCase()}`,
    query.of ? sql`e.id = ${query.of}` : undefined,
    query.is ? sql`${state} = ${query.is}` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select d.id, e.id as "eventId", coalesce(u.name, g.email) as receiver, d.method, ${state} as state,
        to_json(d.due_at) as "dueAt", to_json(d.fired_at) as "sentAt"
      from alarm_due d join events e on e.id = d.event_id left join users u on u.id = d.user_id
        left join guest_links g on g.id = d.guest_link_id
      ${latestFirst(conditions, query, sql`d.id`, 'uuid')}`),
  )
}
