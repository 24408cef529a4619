import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { stands } from '@/lib/access/levels'
import { readsAt } from '@/lib/access/nouns/event'
import type { Reach } from '@/lib/access/reach'
import { DAY, type Day, dayNumber } from '@/lib/calendar/day'
import { LEVELS } from '@/lib/calendar/roles'
import { type CalendarTuple, calendarTuple, FLAG, type Range, type Tuple } from '@/lib/calendar/tuple'
import { type Instant, instantAt, type Zone } from '@/lib/calendar/zones/zone'
import { type Place, withPlaces } from './places'
import { type SeriesRow, seriesTuples } from './series-tuples'
import { timestamp } from './timestamp'

/** Views show no more of where an event is. */
const LOCATION_LENGTH = 80

/**
 * Everything that happens in a range of days of the viewer's zone, in all calendars reached, each event once and each
 * occurrence of a series. Whoever may not read an event gets its time alone, and only if it is busy: no id, no title,
 * no colour, and nothing that tells a series.
 */
export async function range(db: Db, reach: Reach, span: { from: Day; to: Day; zone: Zone }): Promise<Range> {
  const from = dayNumber(span.from)
  const to = dayNumber(span.to)
  const calendars = reach.calendars.map(({ id, level }, index) => ({
    id,
    index,
    level: LEVELS.indexOf(level) + 1,
  }))
  const first = instantAt(from * DAY, span.zone)
  const last = instantAt(to * DAY, span.zone)
  const [start, end] = [timestamp(first), timestamp(last)]
  const [row] = (await db.execute(sql`
    with reached as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(calendars)}::jsonb) as r (id uuid, index int, level int)
    ), found as (
      select r.index, r.level, p.event_id, p.home, p.redaction, p.placed_by from reached r join placements p
        on p.calendar_id = r.id and p.deleted_at is null and not p.long
        and p.span_from > ${start} - interval '31 days' and p.span_from < ${end}
        and p.span_to >= ${start}
      union all
      select r.index, r.level, p.event_id, p.home, p.redaction, p.placed_by from reached r join placements p
        on p.calendar_id = r.id and p.deleted_at is null and p.long
        and p.span_from < ${end} and p.span_to >= ${start}
    ), placed as (
      select * from found p where ${stands()}
    ), shown as (
      select distinct on (e.id) e.*, p.index, p.redaction, p.home, may.readable,
        not may.readable and not p.home and p.level >= 3 as removable
      from placed p join events e on e.id = p.event_id
        cross join lateral (select ${readsAt(sql`p.level`, reach.userId)} as readable) may
      -- What is only known to be busy is drawn where it may be taken down, if it may be anywhere.
      order by e.id, readable desc, removable desc, p.redaction, p.home desc, p.index
    ), places as (
      select event_id, json_agg(json_build_array(index, level) order by home desc, index) as at
      from placed group by event_id having count(*) > 1
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
      case when readable and redaction = 'full' and color is not null then to_json(color) else '0' end,
      0), at
    ) order by span_from, id) filter (where recurrence is null
      and (readable or (busy and kind <> 'reminder' and status <> 'cancelled'))), '[]') as tuples,
    coalesce(json_agg(json_build_object('id', id, 'readable', readable, 'full', redaction = 'full', 'home', home, 'removable', removable, 'index', index,
      'places', at, 'kind', kind, 'status', status, 'busy', busy, 'private', visibility = 'private', 'done', done_at is not null,
      'title', title, 'color', color, 'startDate', start_date, 'endDate', end_date, 'startWall', start_wall,
      'endWall', end_wall, 'startZone', start_zone, 'endZone', end_zone, 'recurrence', recurrence,
      'overrides', ${SHOWN_OF_OVERRIDES}) order by span_from, id) filter (where recurrence is not null), '[]') as series,
    coalesce(json_object_agg(id, left(location, ${LOCATION_LENGTH}))
      filter (where readable and redaction = 'full' and location <> ''), '{}') as locations
    from shown left join places on event_id = id`)) as unknown as [
    {
      tuples: (readonly [tuple: Tuple, at: Place[] | null])[]
      series: SeriesRow[]
      locations: Record<string, string>
    },
  ]
  const once = row.tuples
    .filter(([tuple]) => overlaps(tuple, from, to, first))
    .map(([tuple, at]) => withPlaces(tuple, at))
  const repeated = seriesTuples(row.series, { from: first, to: last }).filter((tuple) =>
    overlaps(tuple, from, to, first),
  )
  const locations = { ...row.locations, ...ownLocations(repeated, row.series) }
  const found = { from, to, calendars: calendarTuples(reach), tuples: [...once, ...repeated] }
  return Object.keys(locations).length ? { ...found, locations } : found
}

/** Where occurrences are that are elsewhere than their series. */
function ownLocations(tuples: readonly Tuple[], series: readonly SeriesRow[]): Record<string, string> {
  const rows = new Map(series.map((row) => [row.id, row]))
  const own: Record<string, string> = {}
  for (const [id, , , , , , , occurrence] of tuples) {
    const row = id && occurrence ? rows.get(id) : undefined
    const location = row?.readable && row.full && occurrence && row.overrides[occurrence]?.location
    if (typeof location === 'string') own[`${id} ${occurrence}`] = location.slice(0, LOCATION_LENGTH)
  }
  return own
}

/** The calendars reached, in the order that tuples refer to them by. */
export function calendarTuples(reach: Reach): CalendarTuple[] {
  return reach.calendars.map(({ id, name, color, level, groupId, seq, hidden, sharedBy }) => {
    // How often a calendar changes is not told to who may only know when it is busy.
    const stands = level === 'freebusy' ? 0 : seq
    return calendarTuple([id, name, color, LEVELS.indexOf(level) + 1, groupId ?? 0, stands], hidden, sharedBy)
  })
}

/**
 * All-day and floating rows came by bounds widened for all zones; what is left is exact. What ends as the range starts
 * is over, but a point in time at its start is in it. `first`: the instant at which the range starts.
 */
function overlaps([, , flags, start, end]: Tuple, from: number, to: number, first: Instant): boolean {
  if (flags & FLAG.allDay) return start < to && end > from
  const starts = flags & FLAG.floating ? from * 86_400 : first / 1000
  const before = !(flags & FLAG.floating) || start < to * 86_400
  return before && (end > starts || start >= starts)
}

/** Of overrides what a calendar shows: descriptions and people may be long, and a series has them all. */
const SHOWN_OF_OVERRIDES = sql.raw(`case when overrides = '{}' then overrides else (
  select jsonb_object_agg(key, value - array['description', 'attendees', 'unknown'])
  from jsonb_each(overrides)) end`)

const FLAGS = sql.raw(`
  case when start_date is not null then ${FLAG.allDay} else 0 end
  + case when start_date is null and start_zone is null then ${FLAG.floating} else 0 end
  + case when not readable then ${FLAG.redacted} + case when removable then ${FLAG.guest} else 0 end else
    case when not busy then ${FLAG.free} else 0 end
    + case when home then 0 else ${FLAG.guest} end
    + case status when 'tentative' then ${FLAG.tentative} when 'cancelled' then ${FLAG.cancelled} else 0 end
    + case when redaction <> 'full' then 0 else
      case when visibility = 'private' then ${FLAG.private} else 0 end
      + case kind when 'meeting' then ${FLAG.meeting} when 'reminder' then ${FLAG.reminder} else 0 end
      + case when done_at is not null then ${FLAG.done} else 0 end
      end
    end`)
