import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { visibleEvents } from '@/lib/access/visible-events'
import { type Answer, answerLookup, countedStatus } from '@/lib/calendar/answers'
import { DAY } from '@/lib/calendar/day'
import { LEVELS } from '@/lib/calendar/roles'
import type { Overrides, Recurrence, Series } from '@/lib/calendar/series/recurrence'
import { occurrences } from '@/lib/calendar/series/series'
import { type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { Instant } from '@/lib/calendar/zones/zone'
import type { UnansweredInvitation } from '@/lib/schemas/home'
import { timestamp } from './timestamp'

/** Maximum number of invitations that are listed, and of those that are read for it. */
const MAX_LISTED = 20
const MAX_READ = 200

/**
 * Returns the viewer's invitations to events and series that are not over and wait for an answer, including those that
 * the viewer answered for another time. Soonest first.
 */
export async function unanswered(db: Db, reach: Reach, now: Instant): Promise<UnansweredInvitation[]> {
  const calendars = JSON.stringify(
    reach.calendars.map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 })),
  )
  const invited = await db.execute<Columns<InvitedEvent>>(sql`
    select e.id, e.version, e.title, e.location, e.recurrence, e.calendar_id as "calendarId", e.overrides, u.name as "invitedBy",
      e.start_date as "startDate", e.end_date as "endDate", to_json(e.start_wall) #>> '{}' as "startWall",
      to_json(e.end_wall) #>> '{}' as "endWall", e.start_zone as "startZone", e.end_zone as "endZone",
      (select json_build_object('userId', a.user_id, 'email', null, 'name', null, 'recurrenceId', null,
          'status', a.status, 'partySize', a.party_size, 'comment', a.comment, 'givenFor', a.given_for)
        from answers a where a.event_id = e.id and a.user_id = ${reach.userId}::uuid and a.recurrence_id is null) as answer
    from (
      select distinct on (visible.id) visible.*, p.calendar_id
      from attendees a join placements p on p.event_id = a.event_id and p.deleted_at is null
      join jsonb_to_recordset(${calendars}::jsonb) as r (id uuid, level int) on r.id = p.calendar_id
      cross join lateral ${visibleEvents(reach, sql`r.level`)} visible
      where a.user_id = ${reach.userId}::uuid and p.span_to >= ${timestamp(now)}
        and visible.detail = 'full' and visible.status <> 'cancelled' and visible.deleted_at is null
      order by visible.id, p.home desc
    ) e left join users u on u.id = coalesce(e.organizer_id, e.created_by)
    order by e.span_from limit ${MAX_READ}`)
  const viewer = { userId: reach.userId, email: null, name: null }
  return invited
    .flatMap(({ answer, recurrence, overrides, ...event }) => {
      const span = spanFromRow(event)
      const lookup = answerLookup({ span, recurrence: null, overrides: {} }, answer ? [answer] : [])
      const applied = lookup(viewer, null)
      if (countedStatus(applied) !== 'needs-action') return []
      const { id, version, title, location, calendarId, invitedBy } = event
      const { status, partySize, comment, outdatedFor } = applied
      return {
        ...{ id, version, title, location, calendarId, invitedBy, repeats: recurrence !== null },
        span: (recurrence && nextSpan({ span, recurrence, overrides }, now)) ?? span,
        answer: { status, partySize, comment, outdatedFor },
      }
    })
    .slice(0, MAX_LISTED)
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
  answer: Answer | null
}
