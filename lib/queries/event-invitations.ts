import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { isInvitationPending } from '@/lib/access/nouns/event-invitation'
import type { Reach } from '@/lib/access/reach'
import type { Participant } from '@/lib/calendar/participant'
import { attendedPart } from '@/lib/calendar/series/attended-part'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import { occurrenceAt } from '@/lib/calendar/series/series'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { EventInvitation } from '@/lib/schemas/event-invitations'

/** Maximum number of invitations that are listed. */
const MAX_LISTED = 50

/**
 * Returns the invitations to events that wait for the viewer, soonest first: those of organizers without a common
 * group, and those sent to the viewer's verified address.
 */
export async function eventInvitations(db: Db, { userId }: Reach): Promise<EventInvitation[]> {
  // Notifications and guest links also lead to invitations to single occurrences, which no index finds.
  const rows = await db.execute<Columns<InvitedEvent>>(sql`
    select e.id, e.title, e.recurrence, e.overrides, case when me.email_verified is not null then me.email end as email,
      (select coalesce(json_agg(json_build_object('userId', a.user_id, 'email', a.email, 'name', null)), '[]')
        from attendees a where a.event_id = e.id and (a.user_id = me.id or a.user_id is null)) as attendees,
      e.start_date as "startDate", e.end_date as "endDate", to_json(e.start_wall) #>> '{}' as "startWall",
      to_json(e.end_wall) #>> '{}' as "endWall", e.start_zone as "startZone", e.end_zone as "endZone",
      json_build_object('id', host.id, 'name', host.name) as organizer
    from users me join lateral (
      select a.event_id as id from attendees a where a.user_id = me.id
      union select n.event_id from notifications n where n.user_id = me.id and n.kind = 'invited'
      union select g.event_id from guest_links g where g.email = me.email and me.email_verified is not null
    ) candidates on true
    join events e on e.id = candidates.id join users host on host.id = e.organizer_id
    where me.id = ${userId} and ${isInvitationPending()}
    order by e.span_from, e.id limit ${MAX_LISTED}`)
  return rows.map((row) => ({ id: row.id, organizer: row.organizer, ...invitedTo(row, userId) }))
}

/** Returns the event, the series or, of single occurrences, the first that a user is invited to. */
function invitedTo(
  { title, recurrence, overrides, attendees, email, ...row }: InvitedEvent,
  userId: string,
): Pick<EventInvitation, 'title' | 'span' | 'repeats'> {
  const span = spanFromRow(row)
  const isSelf = (person: Participant) =>
    person.userId ? person.userId === userId : email !== null && person.email === email
  const part = attendedPart({ recurrence, overrides, attendees }, span.start, (people) => people.some(isSelf))
  const first = part?.isSingle ? Object.keys(part.overrides)[0] : undefined
  if (first === undefined) return { title, span, repeats: recurrence !== null }
  const occurrence = occurrenceAt({ span, recurrence, overrides }, first)
  return { title: overrides[first]!.title ?? title, span: occurrence?.span ?? span, repeats: false }
}

interface InvitedEvent extends SpanRow {
  id: string
  title: string
  recurrence: Recurrence | null
  overrides: Overrides
  /** The user and the guests without an account among the attendees. */
  attendees: Participant[]
  /** The user's address if it is verified. */
  email: string | null
  organizer: { id: string; name: string }
}
