import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { levelsOf, readersOf } from '@/lib/access/levels'
import { MAX_AFTER_MS } from '@/lib/calendar/alarms/alarm-window'
import type { AlarmEvent, DueWindow } from '@/lib/calendar/alarms/due-alarms'
import { MAX_UTC_OFFSET, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { timestamp } from './timestamp'

/** The events of which alarms are read: all, given ones, those that a user sees, or those of calendars. */
export interface AlarmScope {
  events?: readonly string[]
  user?: string
  calendars?: readonly string[]
}

/** An event that may have alarms in a window. */
export interface ReadAlarmEvent extends AlarmEvent {
  id: string
  /**
   * Minutes before the start: of all default alarms of users who may see the event, and of reminders that guests have
   * chosen.
   */
  minutes: number[]
  /** Whether users have alarms of their own for it. */
  hasOwnAlarms: boolean
  updatedAt: number
}

/** Events read at once. */
const BATCH_SIZE = 500

/** Returns the next events, in the order of their ids, of which alarms may become due in a window. */
export async function alarmEvents(
  tx: Tx,
  scope: AlarmScope,
  { from, to }: DueWindow,
  after: string | undefined,
): Promise<ReadAlarmEvent[]> {
  const rows = await tx.execute<Columns<AlarmEventRow>>(sql`
    select e.id, e.kind, e.status, e.done_at is not null as done, e.start_date as "startDate", e.end_date as "endDate",
      to_json(e.start_wall) as "startWall", to_json(e.end_wall) as "endWall", e.start_zone as "startZone",
      e.end_zone as "endZone", (extract(epoch from e.updated_at) * 1000)::float8 as "updatedAt", e.recurrence, case when e.overrides = '{}' then e.overrides else (
        select jsonb_object_agg(key, jsonb_strip_nulls(jsonb_build_object(
          'span', value -> 'span', 'status', value -> 'status', 'done', value -> 'done')))
        from jsonb_each(e.overrides)) end as overrides
    from events e
    where ${after ?? NIL}::uuid < e.id and e.deleted_at is null and ${isInScope(scope, from, to)}
    order by e.id limit ${BATCH_SIZE}`)
  const minutes = await minutesOf(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.map(({ recurrence, overrides, kind, status, done, id, updatedAt, ...row }) => ({
    ...{ id, kind, status, done, recurrence, overrides, updatedAt, span: spanFromRow(row) },
    ...(minutes.get(id) ?? { minutes: [], hasOwnAlarms: false }),
  }))
}

const NIL = '00000000-0000-0000-0000-000000000000'

type AlarmEventRow = Omit<AlarmEvent, 'span'> & SpanRow & Pick<ReadAlarmEvent, 'id' | 'updatedAt'>

function isInScope({ events, user, calendars }: AlarmScope, from: number, to: number): SQL {
  if (events) return sql`e.id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)`
  const isNear = (
    row: string,
  ) => sql`(${sql.raw(row)}.span_from < ${timestamp(to + MAX_UTC_OFFSET)} + ${LONGEST_BEFORE}
    and ${sql.raw(row)}.span_to >= ${timestamp(from - MAX_AFTER_MS)})`
  const shownIn = (calendars: SQL) => sql`e.id in (
    select p.event_id from placements p where p.calendar_id in ${calendars} and p.deleted_at is null
      and (${isNear('p')} or ${hasAbsoluteAlarm('p.event_id', from, to)}))`
  if (user) return shownIn(sql`(select l.calendar_id from ${levelsOf(user)} l where l.level >= 2)`)
  if (calendars) {
    return shownIn(sql`(select jsonb_array_elements_text(${JSON.stringify(calendars)}::jsonb)::uuid)`)
  }
  return sql`(${isNear('e')} or ${hasAbsoluteAlarm('e.id', from, to)})`
}

/**
 * The longest time before the start at which any alarm is set: events of the next weeks are read only if some alarm may
 * be due weeks before its event. Postgres computes it once for a statement.
 */
const LONGEST_BEFORE: SQL = sql`(select make_interval(mins => greatest(15,
    (select max(a.minutes_before) from alarms a),
    (select max((d ->> 'minutesBefore')::int) from notification_preferences n
      cross join lateral jsonb_array_elements((n.default_alarms -> 'timed') || (n.default_alarms -> 'allDay')) d
      where n.default_alarms is not null),
    (select max(g.remind_minutes_before) from guest_links g))))`

function hasAbsoluteAlarm(event: string, from: number, to: number): SQL {
  return sql`${sql.raw(event)} in (
    select a.event_id from alarms a where a.at > ${timestamp(from)} and a.at <= ${timestamp(to)})`
}

/** Returns the minutes of alarms for events: defaults of the readers of their calendars, and those of guests. */
async function minutesOf(
  tx: Tx,
  events: readonly string[],
): Promise<Map<string, { minutes: number[]; hasOwnAlarms: boolean }>> {
  if (!events.length) return new Map()
  const ids = sql`(select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)`
  const rows = await tx.execute<{ id: string; minutes: number[]; hasOwnAlarms: boolean }>(sql`
    with shown as materialized (
      select p.event_id, p.calendar_id from placements p where p.event_id in ${ids} and p.deleted_at is null
    ), defaults as (
      select a.calendar_id, a.minutes_before as minutes from alarms a
        where a.calendar_id in (select calendar_id from shown) and a.minutes_before is not null
      union
      select k.calendar_id, (d ->> 'minutesBefore')::int
        from (select distinct calendar_id from shown) k cross join lateral ${readersOf(sql`k.calendar_id`)} r
        join notification_preferences n on n.user_id = r.user_id
        cross join lateral jsonb_array_elements((n.default_alarms -> 'timed') || (n.default_alarms -> 'allDay')) d
        where n.default_alarms is not null
    )
    select e.id, (
        select coalesce(json_agg(distinct minutes), '[]') from (
          select d.minutes from shown s join defaults d on d.calendar_id = s.calendar_id where s.event_id = e.id
          union all
          select g.remind_minutes_before from guest_links g
            where g.event_id = e.id and g.remind_minutes_before is not null and g.revoked_at is null
        ) m) as minutes,
      exists (select 1 from layers l where l.event_id = e.id and l.own_alarms) as "hasOwnAlarms"
    from events e where e.id in ${ids}`)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
