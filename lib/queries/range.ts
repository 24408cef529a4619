import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { DAY, type Day, dayNumber } from '@/lib/calendar/day'
import { LEVELS } from '@/lib/calendar/roles'
import { type CalendarTuple, calendarTuple, FLAG, type Range, type Tuple } from '@/lib/calendar/tuple'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import { FLAGS } from './flags'
import { divideHolds, type HeldSlot, holdsColumn } from './holds'
import { type LayerMark, layerApplier, layerMarksColumn } from './layer-marks'
import { withOwnAnswers } from './own-answers'
import { type PlacementRef, visibleCalendarOf, withPlacements } from './placement-refs'
import { MAX_VIEW_OCCURRENCES, type SeriesRow, seriesTuples } from './series-tuples'
import { timestamp } from './timestamp'
import { dutyMarker, type UnclaimedDuty, unclaimedDutiesColumn } from './unclaimed-duties'
import { isWithinDays } from './within-days'

/** Views show no more of a location. */
const MAX_LOCATION_LENGTH = 80

/**
 * Returns all events in a range of days of the viewer's zone, from all calendars of the reach: each event once, and
 * each occurrence of a series. Of an event that the viewer may not read it returns the time alone, and only if it is
 * busy: no id, no title, no color, and no sign of a series. At most {@link MAX_VIEW_OCCURRENCES}, fairly shared among
 * the calendars; hidden calendars get the rest.
 */
export async function range(db: Db, reach: Reach, span: { from: Day; to: Day; zone: Zone }): Promise<Range> {
  const from = dayNumber(span.from)
  const to = dayNumber(span.to)
  const calendars = reach.calendars.map(({ id, level, hidden }, index) => ({
    id,
    index,
    level: LEVELS.indexOf(level) + 1,
    hidden,
  }))
  const first = instantAt(from * DAY, span.zone)
  const last = instantAt(to * DAY, span.zone)
  const [start, end] = [timestamp(first), timestamp(last)]
  // Exact: events of other days must not take the room of those that are shown.
  const isInDays = isWithinDays(span)
  // Per calendar, what the viewer sees of its placements: an event, the time at which it is busy, or a series of which
  // single occurrences may be busy. Events that the viewer does not see must not count towards a limit.
  const foundIn = (placed: SQL, where: SQL, limit: SQL) => sql`
    select r.index, r.level, r.hidden, one.* from reached r cross join lateral (
      select e.*, p.home, e.detail <> 'busy' as readable
      from (
        select * from placements p
        where p.calendar_id = r.id and p.deleted_at is null and p.span_from < ${end} and p.span_to >= ${start} and ${placed}
        limit ${MAX_PLACEMENTS}
      ) p cross join lateral ${visibleEvents(reach, sql`r.level`)} e
      where ${where}
        and (e.detail <> 'busy' or (e.kind <> 'reminder' and ((e.busy and e.status <> 'cancelled') or e.overrides <> '{}')))
      ${limit}) one`
  const row = singleRow(
    await db.execute<Columns<FoundRows>>(sql`
    with reached as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(calendars)}::jsonb) as r (id uuid, index int, level int, hidden bool)
    ), found as (
      ${foundIn(sql`not p.long and p.span_from > ${start} - interval '31 days' order by p.span_from`, isInDays, sql`order by p.span_from limit ${MAX_VIEW_OCCURRENCES + 1}`)}
      union all
      ${foundIn(sql`p.long`, sql`e.recurrence is null and ${isInDays}`, sql`limit ${MAX_VIEW_OCCURRENCES + 1}`)}
      union all
      ${foundIn(sql`p.long`, sql`e.recurrence is not null`, sql``)}
    ), shown as (
      select distinct on (id) *, not readable and not home and level >= 3 as removable, ${isInvited(reach)} as invited from found
      -- An event known as busy only is drawn in a calendar that it may be removed from, if there is one.
      order by id, readable desc, removable desc, detail, partial, home desc, index
    ), places as (
      select id as event_id, json_agg(json_build_array(index, level) order by home desc, index) as at,
        min(index) filter (where not hidden) as shown_in
      from found group by id having count(*) > 1
    ), sources as (
      select shown.*, at, case when hidden then coalesce(shown_in, index) else index end as source,
        hidden and shown_in is null as late,
        coalesce(series_bytes, 1) as weight
      from shown left join places on event_id = id
    ), counted as (
      select *, case when recurrence is null
        then row_number() over (partition by source, recurrence is null order by span_from, id) else 0 end as nth
      from sources
    ), ranked as materialized (
      -- The first event of each calendar goes before the second of any; the smallest series go first.
      -- Series that the viewer cannot read have their own limit, so that they do not displace readable ones.
      select *, sum(weight) over (partition by recurrence is null, recurrence is not null and not readable
          order by late, nth, recurrence is not null and not readable and not (busy and status <> 'cancelled'), weight, id)
        <= case when recurrence is null then ${MAX_VIEW_OCCURRENCES}::int else ${MAX_SERIES_BYTES}::int end as fits
      from counted
    )
    select coalesce(json_agg(json_build_array(json_build_array(
      case when readable then to_json(id) else '0' end,
      index,
      ${FLAGS},
      case when start_date is not null then start_date - date '1970-01-01'
        when start_zone is null then extract(epoch from start_wall)::bigint
        else extract(epoch from span_from)::bigint end,
      case when end_date is not null then end_date - date '1970-01-01'
        when end_zone is null then extract(epoch from end_wall)::bigint
        else extract(epoch from span_to)::bigint end,
      case when readable then title else '' end,
      case when readable and detail = 'full' and color is not null then to_json(color) else '0' end,
      0), at
    ) order by span_from, id) filter (where recurrence is null and fits), '[]') as tuples,
    coalesce(json_agg(json_build_object('id', id, 'readable', readable, 'full', detail = 'full', 'home', home, 'removable', removable, 'index', index,
      'places', at, 'kind', kind, 'status', status, 'busy', busy, 'private', visibility = 'private', 'done', done_at is not null, 'invited', invited, 'readOnly', read_only is not null,
      'untitledBusy', coalesce(read_only, '') = 'read-only-calendar' and title = '',
      'title', title, 'color', color, 'startDate', start_date, 'endDate', end_date, 'startWall', start_wall,
      'endWall', end_wall, 'startZone', start_zone, 'endZone', end_zone, 'recurrence', recurrence,
      'overrides', ${shownOverrides(reach)}) order by span_from, id) filter (where recurrence is not null and fits), '[]') as series,
    coalesce(json_object_agg(id, left(location, ${MAX_LOCATION_LENGTH}))
      filter (where fits and readable and detail = 'full' and location <> ''), '{}') as locations,
    (select coalesce(json_agg(json_build_array(source, n)), '[]')
      from (select source, max(nth) as n from ranked where nth > 0 group by source) c) as singles,
    ${layerMarksColumn(reach, sql`(select id from ranked where readable)`)} as layers,
    ${unclaimedDutiesColumn(sql`(select id from ranked where fits and detail = 'full' and not single)`)} as duties,
    ${holdsColumn(reach, span)} as holds,
    coalesce(json_agg(distinct source) filter (where recurrence is not null and not fits and readable), '[]') as "cutSeries",
    (select coalesce(json_agg(index), '[]') from (
      select index from found where recurrence is null group by index having count(*) > ${MAX_VIEW_OCCURRENCES}) c) as "cutSingles"
    from ranked`),
  )
  const isHidden = (calendar: number) => reach.calendars[calendar]!.hidden
  const expansion = await seriesTuples(
    row.series,
    new Map(row.singles),
    { from: first, to: last },
    { calendarOf: ({ index, places }) => visibleCalendarOf(index, places, isHidden), isHidden },
  )
  const singles = row.tuples
    .filter(([tuple, at]) => takeOne(expansion.singles, visibleCalendarOf(tuple[1], at, isHidden)))
    .map(([tuple, at]) => withPlacements(tuple, at))
  const occurrences = expansion.tuples.filter((tuple) => overlaps(tuple, from, to, first))
  const shown = [...singles, ...occurrences]
    .map(dutyMarker(row.duties))
    .map(layerApplier(row.layers))
    .filter((tuple) => tuple !== undefined)
  const { holds, busy } = divideHolds(row.holds)
  const tuples = [...(await withOwnAnswers(db, reach, shown, row.series)), ...busy]
  const locations = { ...row.locations, ...ownLocations(occurrences, row.series) }
  const truncated = [...new Set([...expansion.truncated, ...row.cutSeries, ...row.cutSingles])].sort(
    (a, b) => a - b,
  )
  return {
    ...{ from, to, calendars: calendarTuples(reach), tuples },
    ...(Object.keys(locations).length && { locations }),
    ...(truncated.length && { truncated }),
    ...(holds.length && { holds }),
  }
}

/**
 * Placements that are read per calendar, also where the viewer sees none of their events: a hostile calendar has
 * 100,000.
 */
const MAX_PLACEMENTS = 20_000

/**
 * Maximum total length of the series of a view (`events.series_bytes`): a hostile calendar has megabytes of exceptions.
 */
const MAX_SERIES_BYTES = 2_000_000

interface FoundRows {
  tuples: (readonly [tuple: Tuple, at: PlacementRef[] | null])[]
  series: SeriesRow[]
  locations: Record<string, string>
  /** Number of single events by calendar. */
  singles: [calendar: number, count: number][]
  layers: LayerMark[]
  duties: UnclaimedDuty[]
  holds: HeldSlot[]
  /** Calendars of which series were left out. */
  cutSeries: number[]
  /** Calendars with more single events than are read. */
  cutSingles: number[]
}

/** Takes one from the number of events that a calendar may show; false if none is left. */
function takeOne(remaining: Map<number, number>, calendar: number): boolean {
  const count = remaining.get(calendar) ?? 0
  remaining.set(calendar, count - 1)
  return count > 0
}

/** Returns the locations of occurrences that override that of their series. */
function ownLocations(tuples: readonly Tuple[], series: readonly SeriesRow[]): Record<string, string> {
  const rows = new Map(series.map((row) => [row.id, row]))
  const locations: Record<string, string> = {}
  for (const [id, , , , , , , occurrence] of tuples) {
    const row = id && occurrence ? rows.get(id) : undefined
    const location = row?.readable && row.full && occurrence && row.overrides[occurrence]?.location
    if (typeof location === 'string')
      locations[`${id} ${occurrence}`] = location.slice(0, MAX_LOCATION_LENGTH)
  }
  return locations
}

/** Returns the calendars of the reach, in the order by which tuples refer to them. */
export function calendarTuples(reach: Reach): CalendarTuple[] {
  return reach.calendars.map(({ id, name, color, level, groupId, seq, hidden, sharedBy, source }) => {
    // The position would reveal to free/busy readers when the calendar changes.
    const position = level === 'freebusy' ? 0 : seq
    return calendarTuple(
      [id, name, color, LEVELS.indexOf(level) + 1, groupId ?? 0, position],
      hidden,
      sharedBy,
      source,
    )
  })
}

/**
 * Whether an occurrence is exactly in the range: all-day and floating ones are expanded for all zones. An occurrence
 * that ends when the range starts is over; one without duration at the start of the range is in it. `first`: the
 * instant at which the range starts.
 */
function overlaps([, , flags, start, end]: Tuple, from: number, to: number, first: Instant): boolean {
  if (flags & FLAG.allDay) return start < to && end > from
  const rangeStart = flags & FLAG.floating ? from * 86_400 : first / 1000
  const startsBeforeEnd = !(flags & FLAG.floating) || start < to * 86_400
  return startsBeforeEnd && (end > rangeStart || start >= rangeStart)
}

/** Whether the viewer attends the event, or, of a series, any occurrence that has no attendees of its own. */
function isInvited({ userId }: Reach): SQL {
  return sql`id in (select a.event_id from attendees a where a.user_id = ${userId}::uuid)`
}

/**
 * Overrides without the fields that views leave out: descriptions and attendees may be long, and a series has those of
 * all its exceptions. `invited`: whether the viewer is among the attendees that an exception has of its own.
 */
function shownOverrides({ userId }: Reach): SQL {
  return sql`case when overrides = '{}' then overrides else (
    select jsonb_object_agg(key, value - array['description', 'attendees', 'unknown'] || case when value ? 'attendees'
      then jsonb_build_object('invited', value -> 'attendees' @> jsonb_build_array(jsonb_build_object('userId', ${userId}::text)))
      else '{}' end)
    from jsonb_each(overrides)) end`
}
