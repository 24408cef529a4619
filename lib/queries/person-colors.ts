import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { groupPeople } from '@/lib/access/group-people'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { DAY, type Day, dayNumber } from '@/lib/calendar/day'
import type { PersonColors } from '@/lib/calendar/person-colors'
import { LEVELS } from '@/lib/calendar/roles'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { eventPeople } from './event-people'
import { timestamp } from './timestamp'

/** Maximum number of members of the viewer's groups whose colors are used. */
const MAX_PEOPLE = 200

/** Maximum number of placements that are read of each calendar. */
const MAX_PLACEMENTS = 20_000

/**
 * Returns the colors of the events in a range of days by person: of the viewer if the viewer attends, else of the first
 * attendee, else of the user who created the event. Leaves out people who are hidden from the viewer, or share no group
 * with the viewer.
 */
export async function personColors(
  db: Db,
  reach: Reach,
  span: { from: Day; to: Day; zone: Zone },
): Promise<PersonColors> {
  const people = await coloredPeople(db, reach)
  const ids = people.map(({ id }) => id)
  const colors = people.map(({ color }) => color)
  const [{ owners, attendees }, creators] = await Promise.all([
    eventPeople(db, reach, ids, span),
    eventCreators(db, reach, ids, span),
  ])
  const created = creators.map(({ id, creator }) => [id, colors[ids.indexOf(creator)]!])
  // The first person is the viewer. All have declined if the list is empty.
  const attended = Object.entries(attendees).map(([key, indexes]) => [
    key,
    indexes?.length ? colors[Math.min(...indexes)]! : '',
  ])
  return {
    events: { ...Object.fromEntries(created), ...Object.fromEntries(attended) },
    calendars: Object.fromEntries(Object.entries(owners).map(([id, index]) => [id, colors[index]!])),
  }
}

/** Returns the members of the viewer's groups by name, the viewer first, each with the color in one of the groups. */
function coloredPeople(
  db: Db,
  { userId, groups }: Reach,
): PromiseLike<readonly { id: string; color: string }[]> {
  const ids = JSON.stringify(groups.map(({ id }) => id))
  return db.execute<{ id: string; color: string }>(sql`
    select u.id, known.color from (
      select distinct on (user_id) user_id, color from ${groupPeople} people
      where group_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid) order by user_id, group_id
    ) known join users u on u.id = known.user_id and u.deleted_at is null
    order by u.id = ${userId} desc, u.search_name, u.id limit ${MAX_PEOPLE}`)
}

/** Returns which of these people created which of the events that the viewer reads in full. */
function eventCreators(
  db: Db,
  reach: Reach,
  people: readonly string[],
  { from, to, zone }: { from: Day; to: Day; zone: Zone },
): PromiseLike<readonly { id: string; creator: string }[]> {
  const calendars = reach.calendars
    .map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
    .filter(({ level }) => level > 1)
  const start = timestamp(instantAt(dayNumber(from) * DAY, zone))
  const end = timestamp(instantAt(dayNumber(to) * DAY, zone))
  return db.execute<{ id: string; creator: string }>(sql`
    select distinct e.id, e.created_by as creator
    from jsonb_to_recordset(${JSON.stringify(calendars)}::jsonb) as r (id uuid, level int)
      cross join lateral (
        select * from placements p
        where p.calendar_id = r.id and p.deleted_at is null and p.span_from < ${end} and p.span_to >= ${start}
          and (p.long or p.span_from > ${start} - interval '31 days')
        limit ${MAX_PLACEMENTS}
      ) p cross join lateral ${visibleEvents(reach, sql`r.level`)} e
    where e.detail = 'full'
      and e.created_by in (select jsonb_array_elements_text(${JSON.stringify(people)}::jsonb)::uuid)`)
}
