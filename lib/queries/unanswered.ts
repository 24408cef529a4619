import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { attendsOccurrence, visibleEvents } from '@/lib/access/visible-events'
import { type Answer, answerLookup, countedStatus } from '@/lib/calendar/answers'
import { DAY } from '@/lib/calendar/day'
import { LEVELS } from '@/lib/calendar/roles'
import type { Overrides, Recurrence, Series } from '@/lib/calendar/series/recurrence'
import { type Occurrence, occurrenceAt, occurrences } from '@/lib/calendar/series/series'
import { boundsOf, type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { Instant } from '@/lib/calendar/zones/zone'
import type { UnansweredInvitation } from '@/lib/schemas/home'
import { timestamp } from './timestamp'

/** Maximum number of invitations that are listed. */
const MAX_LISTED = 20
/** Maximum number of invitations that are read to find those without an answer. */
const MAX_READ = 200

/**
 * Returns the viewer's invitations to events, series and single occurrences that are not over and wait for an answer,
 * including those that the viewer answered for another time. Soonest first.
 */
export async function unanswered(db: Db, reach: Reach, now: Instant): Promise<UnansweredInvitation[]> {
  const calendars = JSON.stringify(
    reach.calendars.map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 })),
  )
  const invited = await db.execute<Columns<InvitedEvent>>(sql`
    with readable as materialized (
      select * from jsonb_to_recordset(${calendars}::jsonb) as r (id uuid, level int)
    )
    select e.id, e.version, e.title, e.location, e.recurrence, e.calendar_id as "calendarId", e.overrides, u.name as "invitedBy",
      e.start_date as "startDate", e.end_date as "endDate", to_json(e.start_wall) #>> '{}' as "startWall",
      to_json(e.end_wall) #>> '{}' as "endWall", e.start_zone as "startZone", e.end_zone as "endZone",
      not e.single and exists (
        select 1 from attendees a where a.event_id = e.id and a.user_id = ${reach.userId}::uuid) as "isInvitedToAll",
      (select coalesce(json_agg(json_build_object('userId', a.user_id, 'email', null, 'name', null,
          'recurrenceId', a.recurrence_id, 'status', a.status, 'partySize', a.party_size, 'comment', a.comment,
          'givenFor', a.given_for)), '[]')
        from answers a where a.event_id = e.id and a.user_id = ${reach.userId}::uuid) as answers
    from (
      select distinct on (visible.id) visible.*, p.calendar_id
      from (${attendedEvents(reach.userId, now)}) attended
      join placements p on p.event_id = attended.id and p.deleted_at is null
      join readable r on r.id = p.calendar_id
      cross join lateral ${visibleEvents(reach, sql`r.level`)} visible
      where p.span_to >= ${timestamp(now)}
        and visible.detail = 'full' and visible.status <> 'cancelled' and visible.deleted_at is null
      order by visible.id, visible.partial, p.home desc
    ) e left join users u on u.id = coalesce(e.organizer_id, e.created_by) and u.id <> ${reach.userId}::uuid
      -- A synced event was created by the user whose account is synced, who did not invite to it.
      and e.read_only is distinct from 'not-organizer'
    order by e.span_from limit ${MAX_READ}`)
  return invited
    .flatMap((event) => unansweredOf(event, reach.userId, now))
    .sort((a, b) => boundsOf(a.span).from - boundsOf(b.span).from)
    .slice(0, MAX_LISTED)
}

/**
 * Selects the events that a user attends, and the series in `readable` calendars of which they attend an occurrence.
 */
function attendedEvents(userId: string, now: Instant): SQL {
  return sql`
    select a.event_id as id from attendees a where a.user_id = ${userId}::uuid
    union
    select e.id from readable r
      join placements p on p.calendar_id = r.id and p.long and p.deleted_at is null and p.span_to >= ${timestamp(now)}
      join events e on e.id = p.event_id
    where e.overrides <> '{}' and ${attendsOccurrence(userId)}`
}

/** Returns the invitation to an event or series, or those to single occurrences of a series. */
function unansweredOf(
  { answers, recurrence, overrides, isInvitedToAll, ...event }: InvitedEvent,
  userId: string,
  now: Instant,
): UnansweredInvitation[] {
  const series = { span: spanFromRow(event), recurrence, overrides }
  const lookup = answerLookup(series, answers)
  const { id, version, calendarId, invitedBy } = event
  const invited = isInvitedToAll ? [null] : upcomingInvitations(series, userId, now)
  return invited.flatMap((occurrence) => {
    const applied = lookup({ userId, email: null, name: null }, occurrence?.id ?? null)
    if (countedStatus(applied) !== 'needs-action') return []
    const { status, partySize, comment, outdatedFor } = applied
    return {
      ...{ id, version, calendarId, invitedBy, occurrence: occurrence?.id ?? null },
      title: occurrence?.override?.title ?? event.title,
      location: occurrence?.override?.location ?? event.location,
      repeats: recurrence !== null && !occurrence,
      span: occurrence?.span ?? (recurrence && nextSpan(series, now)) ?? series.span,
      answer: { status, partySize, comment, outdatedFor },
    }
  })
}

/** Returns the occurrences that are not over and have lists of attendees of their own that contain the user. */
function upcomingInvitations(series: Series, userId: string, now: Instant): Occurrence[] {
  return Object.entries(series.overrides).flatMap(([id, { attendees, status }]) => {
    if (status === 'cancelled' || !attendees?.some((person) => person.userId === userId)) return []
    const occurrence = occurrenceAt(series, id)
    return occurrence && boundsOf(occurrence.span).to > now ? occurrence : []
  })
}

/** Returns the time of the next occurrence of a series within two years; undefined if there is none. */
function nextSpan(series: Series, now: Instant): Span | undefined {
  return occurrences(series, { from: now, to: now + 730 * DAY }, 1)[0]?.span
}

interface InvitedEvent extends SpanRow {
  id: string
  version: number
  title: string
  location: string
  recurrence: Recurrence | null
  overrides: Overrides
  calendarId: string
  invitedBy: string | null
  /** Whether the viewer attends the event or series as a whole. */
  isInvitedToAll: boolean
  /** The viewer's answers. */
  answers: Answer[]
}
