import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { levelsOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { HeldDeletions, SyncLogEntry, SyncLogRun } from '@/lib/schemas/sync-log'

const MAX_RUNS = 30
const MAX_ENTRIES = 100

type RunRow = Omit<SyncLogRun, 'entries'> & {
  entries: (Omit<SyncLogEntry, 'event'> & { event: ({ id: string } & SpanRow) | null })[]
}

/**
 * Returns the last runs of a binding with their entries, newest first. The user of a follower sees the leader's
 * entries of events that this user can read, and nothing about objects of the leader's account that have no event.
 */
export async function syncLog(db: Db, { row, actor }: Grant<'read', 'binding'>): Promise<SyncLogRun[]> {
  const userId = (actor as { id: string }).id
  const rows = await db.execute<Columns<RunRow>>(sql`
    with levels as materialized (select * from ${levelsOf(userId)} l)
    select r.id, (extract(epoch from r.started_at) * 1000)::float8 as "startedAt", r.outcome, r.problem, r.counts,
      entries.shown as entries, greatest(entries.total - ${MAX_ENTRIES}, 0)::int as more,
      (select coalesce(json_agg(c.changeset_id order by c.changeset_id desc), '[]') from (
        select distinct e.changeset_id from sync_entries e where e.run_id = r.id and e.changeset_id is not null
          and not exists (select 1 from changesets s where s.undoes = e.changeset_id)) c) as changesets
    from (select * from sync_runs where binding_id = ${row.leaderId ?? row.id} order by started_at desc limit ${MAX_RUNS}) r
      cross join lateral (
        select count(*) as total, coalesce(json_agg(json_build_object('id', s.id, 'title', s.title, 'direction', s.direction,
          'op', s.op, 'reason', s.reason, 'event', s.event) order by s.id) filter (where s.nth <= ${MAX_ENTRIES}), '[]') as shown
        from (select e.*, row_number() over (order by e.id) as nth, ${openEvent(sql`shown`)} as event
          from sync_entries e left join lateral ${readableEvent(userId, sql`e.event_id`)} shown on true
          where e.run_id = r.id and (shown.id is not null or (e.event_id is null and ${row.leaderId === null}))) s) entries
    order by r.started_at desc`)
  return rows.map(({ entries, ...run }) => ({
    ...run,
    entries: entries.map(({ event, ...entry }) => ({ ...entry, event: event && withSpan(event) })),
  }))
}

/** Returns the deletions that the last run of a binding did not make, because there are so many. */
export async function heldDeletions(
  db: Db,
  { row, actor }: Grant<'read', 'binding'>,
): Promise<HeldDeletions[]> {
  if (row.state !== 'needs-approval') return []
  const userId = (actor as { id: string }).id
  return await db.execute<Columns<HeldDeletions>>(sql`
    with levels as materialized (select * from ${levelsOf(userId)} l), run as (
      select id from sync_runs where binding_id = ${row.id} and outcome = 'needs-approval' order by started_at desc limit 1)
    select direction, json_agg(json_build_object('title', title, 'day', day) order by nth) filter (where nth <= ${MAX_ENTRIES}) as events,
      greatest(count(*) - ${MAX_ENTRIES}, 0)::int as more
    from (select e.direction, e.title, d.day, row_number() over (partition by e.direction order by d.day, e.title) as nth
      from sync_entries e join run on run.id = e.run_id
        left join lateral ${readableEvent(userId, sql`e.event_id`)} shown on true
        left join links l on l.id = e.link_id
        cross join lateral (select left(coalesce(shown.start_date::text, shown.start_wall::text, l.base -> 'span' ->> 'start'), 10) as day) d
      where e.op = 'deleted' and e.reason = 'held' and (e.event_id is null or shown.id is not null)) held
    group by direction order by direction`)
}

/**
 * Returns the event of a log entry if the user reads it in full, in the trash or not: since the run, it may have become
 * private, or hidden from the user. Needs the relation `levels`.
 */
export function readableEvent(userId: string, id: SQL): SQL {
  return sql`(
    select v.* from placements p join levels on levels.calendar_id = p.calendar_id
      cross join lateral ${visibleEvents({ userId }, sql`levels.level`)} v
    where p.event_id = ${id} and v.detail = 'full' order by p.home desc limit 1)`
}

/** The id and time of a readable event `e` as JSON; null if it is in the trash. */
export function openEvent(e: SQL): SQL {
  return sql`case when ${e}.id is not null and ${e}.deleted_at is null then json_build_object('id', ${e}.id,
    'startDate', ${e}.start_date, 'endDate', ${e}.end_date, 'startWall', ${e}.start_wall, 'endWall', ${e}.end_wall,
    'startZone', ${e}.start_zone, 'endZone', ${e}.end_zone) end`
}

/** Returns the id and time of an event selected by {@link openEvent}. */
export function withSpan({ id, ...row }: { id: string } & SpanRow): NonNullable<SyncLogEntry['event']> {
  return { id, span: spanFromRow(row) }
}
