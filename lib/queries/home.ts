import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { groupPeople } from '@/lib/access/group-people'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { addDays, DAY, dayOf } from '@/lib/calendar/day'
import { LEVELS } from '@/lib/calendar/roles'
import { FLAG, type Tuple, toItems } from '@/lib/calendar/tuple'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import type { Home, HomeEventDetails } from '@/lib/schemas/home'
import { news } from './news'
import { openDuties } from './open-duties'
import { range } from './range'
import { readableUpTo, unseenSince } from './seen-news'
import { dueTasks } from './tasks'
import { unanswered } from './unanswered'

/**
 * Days that the page covers after today. Before today, it covers as many for unticked reminders and for changes that
 * were already seen.
 */
const WINDOW_DAYS = 14

/**
 * Returns the home page of a user: current and coming events, invitations to answer, duties, unticked reminders, and changes by
 * others.
 */
export async function home(
  db: Db,
  reach: Reach,
  viewer: { timeZone: Zone; newsSeenAt: Date | null },
  now: Instant,
): Promise<Home> {
  const day = Math.floor(wallAt(now, viewer.timeZone) / DAY)
  const today = dayOf(day)
  const since = unseenSince(viewer.newsSeenAt, now)
  const span = { from: addDays(today, -WINDOW_DAYS), to: addDays(today, WINDOW_DAYS), zone: viewer.timeZone }
  const upTo = await readableUpTo(db)
  const [shown, invitations, duties, tasks, changes] = await Promise.all([
    range(db, reach, span),
    unanswered(db, reach, now),
    openDuties(db, reach, today, viewer.timeZone),
    // A time in another zone can be tomorrow there.
    dueTasks(db, reach, addDays(today, 1)),
    news(db, reach, Math.min(since, now - WINDOW_DAYS * DAY), viewer.timeZone),
  ])
  const items = toItems(shown.tuples, viewer.timeZone)
  // Leaves out busy times of others, and events that only hidden calendars show. Of past events, unticked reminders
  // stay.
  const isShown = (calendar: number) => !shown.calendars[calendar]?.[6]
  const tuples = shown.tuples.filter(
    ([id, calendar, flags, , , , , , also], index) =>
      id !== 0 &&
      [calendar, ...(also ?? [])].some(isShown) &&
      (items[index]!.end >= day * DAY || (flags & FLAG.reminder && !(flags & FLAG.done))),
  )
  const extras = await detailsOf(db, reach, tuples)
  return { range: { ...shown, tuples }, extras, invitations, duties, tasks, news: changes, since, upTo }
}

/** Returns details of the shown events that the viewer may read in full. */
async function detailsOf(
  db: Db,
  reach: Reach,
  tuples: readonly Tuple[],
): Promise<Record<string, HomeEventDetails>> {
  const ids = JSON.stringify([...new Set(tuples.map(([id]) => id))])
  const calendars = JSON.stringify(
    reach.calendars
      .map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
      .filter(({ level }) => level > 1),
  )
  const groups = JSON.stringify(reach.groups.map(({ id }) => id))
  const row = singleRow(
    await db.execute<{ extras: Record<string, HomeEventDetails> }>(sql`
    select coalesce(json_object_agg(e.id, json_build_object('version', e.version, 'location', e.location,
      'people', (select coalesce(json_agg(json_build_object('id', coalesce(a.user_id::text, a.id),
          'name', coalesce(u.name, a.name, split_part(a.email, '@', 1)), 'color', colored.color) order by a.id), '[]')
        from (${peopleOf}) a left join users u on u.id = a.user_id
        left join lateral (
          select people.color from ${groupPeople} people where people.user_id = a.user_id
            and people.group_id in (select jsonb_array_elements_text(${groups}::jsonb)::uuid)
          order by people.group_id limit 1) colored on true
        where (not e.guest_list_hidden or a.user_id = ${reach.userId}::uuid)))), '{}') as extras
    from jsonb_array_elements_text(${ids}::jsonb) shown (id) cross join lateral (
      select visible.* from placements p
        join jsonb_to_recordset(${calendars}::jsonb) as r (id uuid, level int) on r.id = p.calendar_id
        cross join lateral ${visibleEvents(reach, sql`r.level`)} visible
      where p.event_id = shown.id::uuid and p.deleted_at is null and visible.detail = 'full'
      order by visible.partial limit 1) e`),
  )
  return row.extras
}

/** Selects the attendees of the visible event `e`; of single occurrences, those of the first. */
const peopleOf = sql`
  select a.id::text, a.user_id, a.name, a.email from attendees a where a.event_id = e.id and not e.single
  union all
  select n::text, (person ->> 'userId')::uuid, person ->> 'name', person ->> 'email'
  from jsonb_array_elements(e.overrides -> (select min(id) from jsonb_object_keys(e.overrides) id) -> 'attendees')
    with ordinality as own (person, n) where e.single`
