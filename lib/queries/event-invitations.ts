import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { isInvitationPending } from '@/lib/access/nouns/event-invitation'
import type { Reach } from '@/lib/access/reach'
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
    select e.id, e.title, e.recurrence is not null as repeats,
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
  return rows.map(({ id, title, repeats, organizer, ...row }) => ({
    ...{ id, title, repeats, organizer, span: spanFromRow(row) },
  }))
}

interface InvitedEvent extends SpanRow {
  id: string
  title: string
  repeats: boolean
  organizer: { id: string; name: string }
}
