import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { type Answer, answerLookup, countedStatus } from '@/lib/calendar/answers'
import { DAY, type Day, dayNumber } from '@/lib/calendar/day'
import type { EventPeople } from '@/lib/calendar/event-people'
import { isEqual } from '@/lib/calendar/is-equal'
import { LEVELS } from '@/lib/calendar/roles'
import { type Recurrence, type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import { type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { timestamp } from './timestamp'

/** Maximum number of events, and of bytes of their series, as in the range of a view. */
const MAX_PLACEMENTS = 20_000
const MAX_SERIES_BYTES = 2_000_000

/**
 * Returns which of these people the events of a range of days belong to, as far as the viewer may know: owners of
 * calendars that the viewer sees, and attendees of events that the viewer reads in full. Of a hidden guest list, only
 * the viewer.
 */
export async function eventPeople(
  db: Db,
  reach: Reach,
  people: readonly string[],
  span: { from: Day; to: Day; zone: Zone },
): Promise<EventPeople> {
  const indexes = new Map(people.map((id, index) => [id, index]))
  const owners = reach.calendars.flatMap(({ id, ownerId }) => {
    const index = ownerId === null ? undefined : indexes.get(ownerId)
    return index === undefined ? [] : [[id, index] as const]
  })
  const attendees: Record<string, number[] | null> = {}
  const declined: Record<string, number[]> = {}
  const toIndexes = (ids: readonly string[]) => ids.map((id) => indexes.get(id)!)
  for (const row of await invitingEvents(db, reach, people, span)) {
    for (const [key, invited] of invitedByKey(row, span)) {
      attendees[key] = invited && toIndexes(invited.attending)
      if (invited?.declined.length) declined[key] = toIndexes(invited.declined)
    }
  }
  return { owners: Object.fromEntries(owners), attendees, declined }
}

interface InvitingEvent extends SpanRow {
  id: string
  recurrence: Recurrence | null
  overrides: Record<RecurrenceId, { span?: Span; people?: string[] }>
  people: string[]
  answers: Answer[]
}

/** Reads the events in a range that invite any of the people, with these people and their answers. */
async function invitingEvents(
  db: Db,
  reach: Reach,
  people: readonly string[],
  { from, to, zone }: { from: Day; to: Day; zone: Zone },
): Promise<InvitingEvent[]> {
  const calendars = reach.calendars
    .map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
    .filter(({ level }) => level > 1)
  const start = timestamp(instantAt(dayNumber(from) * DAY, zone))
  const end = timestamp(instantAt(dayNumber(to) * DAY, zone))
  const isKnown = (user: string) => sql`(not e.guest_list_hidden or ${sql.raw(user)} = ${reach.userId}::uuid)`
  return await db.execute<Columns<InvitingEvent>>(sql`
    with reached as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(calendars)}::jsonb) as r (id uuid, level int)
    ), shown_people as materialized (
      select value::uuid as id from jsonb_array_elements_text(${JSON.stringify(people)}::jsonb)
    ), found as (
      select distinct on (e.id) e.*, coalesce(e.series_bytes, 1) as weight
      from reached r cross join lateral (
        select * from placements p
        where p.calendar_id = r.id and p.deleted_at is null and p.span_from < ${end} and p.span_to >= ${start}
          and (p.long or p.span_from > ${start} - interval '31 days')
          and (exists (select 1 from attendees a where a.event_id = p.event_id and a.user_id in (select id from shown_people))
            or exists (select 1 from events o where o.id = p.event_id and o.overrides @? '$.*.attendees'))
        limit ${MAX_PLACEMENTS}
      ) p cross join lateral ${visibleEvents(reach, sql`r.level`)} e
      where e.detail = 'full'
      order by e.id, e.partial
    ), ranked as (
      select *, sum(weight) over (order by weight, id) <= ${MAX_SERIES_BYTES} as fits from found
    )
    select e.id, e.recurrence, e.start_date as "startDate", e.end_date as "endDate",
      to_json(e.start_wall) #>> '{}' as "startWall", to_json(e.end_wall) #>> '{}' as "endWall",
      e.start_zone as "startZone", e.end_zone as "endZone",
      (select coalesce(json_agg(a.user_id), '[]') from attendees a where a.event_id = e.id and not e.single
        and a.user_id in (select id from shown_people) and ${isKnown('a.user_id')}) as people,
      (select coalesce(json_object_agg(key, jsonb_strip_nulls(jsonb_build_object('span', value -> 'span',
          'people', case when value ? 'attendees' then (
            select coalesce(jsonb_agg(p.id), '[]') from shown_people p
            where value -> 'attendees' @> jsonb_build_array(jsonb_build_object('userId', p.id)) and ${isKnown('p.id')}) end))), '{}')
        from jsonb_each(e.overrides)) as overrides,
      (select coalesce(json_agg(json_build_object('userId', a.user_id, 'email', null, 'name', null,
          'recurrenceId', a.recurrence_id, 'status', a.status, 'partySize', a.party_size, 'comment', '',
          'givenFor', a.given_for)), '[]')
        from answers a where a.event_id = e.id and a.user_id in (select id from shown_people)
          and ${isKnown('a.user_id')}) as answers
    from ranked e where e.fits`)
}

/** Time by which days of the viewer's zone may differ from recurrence ids, which are wall times of the series' zone. */
const MARGIN = 2 * DAY

interface Invited {
  attending: string[]
  declined: string[]
}

/**
 * Yields the invited people, null without any: of the event, and of each occurrence in the range that differs from it.
 */
function* invitedByKey(
  { id, recurrence, overrides, answers, ...row }: InvitingEvent,
  { from, to }: { from: Day; to: Day },
): Generator<[key: string, invited: Invited | null]> {
  const lookup = answerLookup({ span: spanFromRow(row), recurrence, overrides }, answers)
  const invitedTo = (invited: string[], occurrence: RecurrenceId | null): Invited | null => {
    const hasDeclined = (userId: string) =>
      countedStatus(lookup({ userId, email: null, name: null }, occurrence)) === 'declined'
    const declined = invited.filter(hasDeclined)
    return invited.length ? { attending: invited.filter((id) => !declined.includes(id)), declined } : null
  }
  const ofSeries = invitedTo(row.people, null)
  if (ofSeries) yield [id, ofSeries]
  if (!recurrence) return
  const [first, last] = [dayNumber(from) * DAY - MARGIN, dayNumber(to) * DAY + MARGIN]
  const ids = new Set([
    ...Object.keys(overrides),
    ...answers.flatMap(({ recurrenceId }) => recurrenceId ?? []),
  ])
  for (const occurrence of ids) {
    const at = wallOfId(occurrence)
    const override = overrides[occurrence]
    if (!override?.span && (at < first || at > last)) continue
    const own = invitedTo(override?.people ?? row.people, occurrence)
    if (!isEqual(own, ofSeries)) yield [`${id} ${occurrence}`, own]
  }
}
