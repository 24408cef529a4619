import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { SentInvitation } from '@/lib/calendar/server/itip/sent-invitation'

/** A guest with an address, the event of the link, and what was mailed about it. */
export interface MailedGuest {
  link: string
  email: string
  /** The name in the list of attendees. */
  name: string | null
  locale: string
  isUnsubscribed: boolean
  event: { id: string; uid: string; sequence: number; createdAt: string; answerBy: string | null }
  organizer: Organizer
  sent: { content: SentInvitation | null; sequence: number; messageId: string } | null
}

export interface Organizer {
  id: string
  name: string
  email: string
  isVerified: boolean
  isSuspended: boolean
}

/**
 * Loads a guest who may be mailed. Undefined: the link was revoked, the event has no organizer here, or the address
 * belongs to the account of an attendee, who gets notifications.
 */
export async function loadMailedGuest(tx: Tx, link: string): Promise<MailedGuest | undefined> {
  const [row] = await tx.execute<Columns<MailedGuest>>(sql`
    select l.id as link, l.email, l.unsubscribed as "isUnsubscribed", coalesce(l.locale, o.locale) as locale,
      (select a.name from attendees a where a.event_id = e.id and a.user_id is null and lower(a.email) = l.email) as name,
      json_build_object('id', e.id, 'uid', e.uid, 'sequence', e.sequence, 'createdAt', e.created_at,
        'answerBy', e.answer_by) as event,
      json_build_object('id', o.id, 'name', o.name, 'email', o.email,
        'isVerified', o.email_verified is not null, 'isSuspended', o.suspended_at is not null) as organizer,
      case when s.message_id is not null then json_build_object('content', s.content, 'sequence', s.sequence,
        'messageId', s.message_id) end as sent
    from guest_links l
    join events e on e.id = l.event_id
    left join sent_invitations s on s.guest_link_id = l.id
    join users o on o.id = ${organizerOf()}
    where l.id = ${link} and l.email is not null and l.revoked_at is null
      and not exists (select 1 from attendees a join users u on u.id = a.user_id
        where a.event_id = e.id and u.email = l.email)`)
  return row
}

/**
 * The organizer in SQL: the user who invites or, if that account was deleted, an owner of the calendar. Events of files
 * have an organizer elsewhere: nothing was ever mailed about them, and nothing is.
 */
function organizerOf() {
  return sql`coalesce(e.organizer_id, case when s.message_id is not null then (
    select coalesce(c.owner_user_id, (select m.user_id from members m
      where m.group_id = c.owner_group_id and m.role = 'owner' order by m.user_id limit 1))
    from placements p join calendars c on c.id = p.calendar_id where p.event_id = e.id and p.home) end)`
}
