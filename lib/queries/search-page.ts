import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { isActive, isShownAttendee, visibleEvents } from '@/lib/access/visible-events'
import {
  hasKind,
  isWithinTime,
  matchesAllWords,
  OVERRIDE_MATCHES,
  rankOf,
  type SearchContext,
} from './search-match'
import type { SearchRow } from './search-results'
import { timestamp } from './timestamp'
import { isWithinDays } from './within-days'

/** Number of exact hits on a page. */
export const PAGE_SIZE = 25

/** Returns a sorted page of the candidates that match in what the viewer may read. */
export async function readPage(
  tx: Tx,
  context: SearchContext,
  candidates: SQL,
  { match = matchesAllWords(context), size = PAGE_SIZE + 1 }: { match?: SQL; size?: number } = {},
): Promise<SearchRow[]> {
  const { reach, searched, readable, query, terms, time, days, now } = context
  const patterns = JSON.stringify(terms.words.map(({ pattern }) => pattern))
  const nowInSql = timestamp(now)
  const row = singleRow(
    await tx.execute<{ rows: SearchRow[] }>(sql`
    with searched as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(searched)}::jsonb) as r (id uuid, index int, level int)
    ), readable as (
      select * from jsonb_to_recordset(${JSON.stringify(readable)}::jsonb) as r (id uuid, index int, level int)
    ), terms as materialized (
      select n::int, pattern from jsonb_array_elements_text(${patterns}::jsonb) with ordinality as t (pattern, n)
    ), matching_users as materialized (
      select t.n, u.id from terms t join users u on u.search_name like t.pattern limit 500
    ), overridden as (
      select e.id, e.overrides from searched r join placements p
        on p.calendar_id = r.id and p.long and p.deleted_at is null
        join events e on e.id = p.event_id where e.overrides <> '{}'
    ), candidates (id) as materialized (
      ${candidates}
    ), visible as (
      -- "offset 0" is an optimization fence: without it the planner may join all events.
      select distinct on (e.id) e.id, p.index, p.level, p.calendar_id, ${rankOf(terms)} as rank,
        extract(epoch from greatest(e.span_from - ${nowInSql}, ${nowInSql} - e.span_to, interval '0')) as distance
      from candidates c
        cross join lateral (select p.event_id, p.calendar_id, p.placed_by, p.detail, p.home, r.index, r.level from placements p
          join searched r on r.id = p.calendar_id
          where p.event_id = c.id and p.deleted_at is null ${isWithinTime(time)} offset 0) p
        cross join lateral (select * from ${visibleEvents(reach, sql`p.level`)} e offset 0) e
      where ${match} ${hasKind(query)} and e.detail <> 'busy' and (e.recurrence is not null or ${isWithinDays(days)})
        ${
          query.person
            ? sql`and e.detail = 'full' and ${isShownAttendee(query.person)}
          and (not e.guest_list_hidden or ${query.person === reach.userId})`
            : sql``
        }
      order by e.id, e.detail, e.partial, p.home desc, p.index
    ), ranked as (
      select * from visible order by rank, distance, id limit ${size} offset ${(query.page - 1) * PAGE_SIZE}
    )
    select coalesce(json_agg(json_build_object(
      'id', e.id, 'readable', true, 'full', "full", 'home', e.home, 'removable', false, 'index', index,
      'places', (select json_agg(json_build_array(r.index, r.level) order by p.home desc, r.index)
        from placements p join readable r on r.id = p.calendar_id where p.event_id = e.id and p.deleted_at is null and ${isActive()}),
      'kind', kind, 'status', status, 'busy', busy, 'readOnly', read_only is not null,
      'untitledBusy', coalesce(read_only, '') = 'read-only-calendar' and title = '',
      'private', visibility = 'private', 'done', done_at is not null, 'title', title, 'color', color,
      'startDate', start_date, 'endDate', end_date, 'startWall', start_wall, 'endWall', end_wall,
      'startZone', start_zone, 'endZone', end_zone, 'recurrence', recurrence,
      'overrides', case when "full" then overrides else (select coalesce(jsonb_object_agg(key,
        value - array['description', 'location', 'url', 'attendees', 'unknown', 'color']), '{}') from jsonb_each(overrides)) end,
      'place', case when "full" then location else '' end, 'notes', case when "full" then description else '' end,
      'people', case when "full" and not guest_list_hidden and not single then (select coalesce(json_agg(coalesce(u.name, a.name, a.email)), '[]')
        from attendees a left join users u on u.id = a.user_id where a.event_id = e.id and (not exists (select 1 from terms)
          or exists (select 1 from terms t where coalesce(u.search_name, a.search_name) like t.pattern))) else '[]' end,
      'eventMatches', overrides = '{}' or not exists (select 1 from terms t where not (fold(title) like t.pattern or ("full" and (
        fold(location) like t.pattern or fold(description || ' ' || url) like t.pattern or exists (
          select 1 from attendees a left join users u on u.id = a.user_id
          where a.event_id = e.id and not guest_list_hidden and not single and coalesce(u.search_name, a.search_name) like t.pattern))))),
      'matchingOverrides', (select coalesce(json_agg(o.key), '[]') from jsonb_each(overrides) o where ${OVERRIDE_MATCHES}),
      'rank', rank, 'distance', distance) order by rank, distance, e.id), '[]') as rows
    from ranked cross join lateral (
      select visible.*, visible.detail = 'full' as "full", p.home from placements p
        cross join lateral ${visibleEvents(reach, sql`ranked.level`)} visible
      where p.event_id = ranked.id and p.calendar_id = ranked.calendar_id) e`),
  )
  return row.rows
}
