import { sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import type { DueAlarm } from '@/lib/calendar/alarms/due-alarms'
import type { Instant } from '@/lib/calendar/zones/zone'

/** Due alarms of an event, and the users or the guest whom they remind. */
export interface DueRows {
  event: string
  users?: readonly string[]
  guest?: string
  due: readonly DueAlarm[]
}

/** Retention of fired alarms. After this time, no change can make them due again. */
const RETENTION_DAYS = 7

/** Serializes the writers of due alarms, so that none overwrites newer alarms with outdated ones. */
export async function lockDueAlarms(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('alarm-due', 0))`)
}

/** Inserts due alarms, except those that have fired, and updates the time of those that have not. */
export async function insertDueAlarms(tx: Tx, rows: readonly DueRows[]): Promise<void> {
  if (!rows.some(({ due }) => due.length)) return
  await tx.execute(sql`
    insert into alarm_due (id, user_id, guest_link_id, event_id, recurrence_id, method, trigger, starts_at, due_at)
    select gen_random_uuid(), user_id, guest_link_id, event_id, recurrence_id, method, trigger, starts_at, due_at
    from ${alarmDueRows(rows)}
    on conflict on constraint alarm_due_once do update set due_at = excluded.due_at
      where alarm_due.fired_at is null and alarm_due.due_at <> excluded.due_at`)
}

/**
 * Deletes the due alarms of events (of one user, if given) that have not fired and are not among the given ones.
 * Snoozed alarms stay.
 */
export async function deleteOtherDueAlarms(
  tx: Tx,
  { events, user }: { events?: readonly string[]; user?: string },
  rows: readonly DueRows[],
): Promise<void> {
  const ofEvents = events
    ? sql`d.event_id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)`
    : sql`true`
  await tx.execute(sql`
    with given as materialized (select * from ${alarmDueRows(rows)})
    delete from alarm_due d
    where d.fired_at is null and d.trigger not like 'snooze %' and ${ofEvents}
      ${user ? sql`and d.user_id = ${user}` : sql``}
      and not exists (select 1 from given g where g.event_id = d.event_id and g.trigger = d.trigger
        and g.method = d.method and g.starts_at = d.starts_at
        and (g.user_id, g.guest_link_id, g.recurrence_id)
          is not distinct from (d.user_id, d.guest_link_id, d.recurrence_id))`)
}

/** Returns the alarms as rows of `alarm_due`, one for each alarm and user. */
function alarmDueRows(rows: readonly DueRows[]) {
  const groups = rows.flatMap(({ event, users, guest, due }) =>
    due.length
      ? {
          ...{ event, guest, users: users ?? [null] },
          due: due.map(({ startsAt, dueAt, ...alarm }) => ({
            ...alarm,
            startsAt: new Date(startsAt).toISOString(),
            dueAt: new Date(dueAt).toISOString(),
          })),
        }
      : [],
  )
  return sql`(
    select u.value::uuid as user_id, g.guest as guest_link_id, g.event as event_id, d."recurrenceId" as recurrence_id,
      d.method, d.trigger, d."startsAt" as starts_at, d."dueAt" as due_at
    from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as g (event uuid, guest uuid, users jsonb, due jsonb)
      cross join lateral jsonb_array_elements_text(g.users) u
      cross join lateral jsonb_to_recordset(g.due)
        as d ("recurrenceId" text, method text, trigger text, "startsAt" timestamptz, "dueAt" timestamptz)) given`
}

/** Deletes alarms that fired long ago. */
export async function purgeDueAlarms(now: Instant): Promise<void> {
  const before = new Date(now - RETENTION_DAYS * 86_400_000).toISOString()
  await db.execute(sql`
    delete from alarm_due where fired_at < ${before}::timestamptz and starts_at < ${before}::timestamptz
      and due_at < ${before}::timestamptz`)
}
