import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { SentInvitation } from '@/lib/calendar/server/itip/sent-invitation'
import { GUEST_MAIL, PLACE_MAIL } from '@/lib/commands/effects/guest-mails'

/** A guest with an address, the event of the link, and what was mailed about it. */
export interface MailedGuest {
  link: string
  email: string
  /** The name in the list of attendees. */
  name: string | null
  locale: string
  isUnsubscribed: boolean
  /** Whether the guest is also invited to an event that was split off the series. */
  isContinued: boolean
  /** Number of mails about the event within a day. */
  mailedToday: number
  event: { id: string; uid: string; sequence: number; createdAt: string; answerBy: string | null }
  organizer: Organizer
  /** The state that was mailed last; null before the first mail. */
  sent: { content: SentInvitation | null; sequence: number; messageId: string } | null
}

export interface Organizer {
  id: string
  name: string
  email: string
  isVerified: boolean
  isSuspended: boolean
}

/** Loads a guest by link; undefined if the guest may not be mailed. */
export async function loadMailedGuest(tx: Tx, link: string): Promise<MailedGuest | undefined> {
  const [guest] = await loadGuests(tx, sql`l.id = ${link}`)
  return guest
}

/** Number of guests that are loaded at once: the mailed content of a long series can be large. */
const CHUNK_SIZE = 100

/** Loads the guests of an event, except those with a queued mail, whose content is read when it is sent. */
export async function* guestsWithoutQueuedMail(tx: Tx, event: string): AsyncGenerator<MailedGuest[]> {
  const hasNoQueuedMail = sql`l.event_id = ${event} and not exists (select 1 from deliveries d
    where d.guest_link_id = l.id and d.template = ${GUEST_MAIL} and d.outcome = 'queued')`
  for (let guests: MailedGuest[] | undefined; !guests || guests.length === CHUNK_SIZE; ) {
    const last = guests?.at(-1)?.link ?? null
    guests = await loadGuests(tx, sql`${hasNoQueuedMail} and (${last}::uuid is null or l.id > ${last}::uuid)`)
    yield guests
  }
}

/**
 * Loads guests who may be mailed. Leaves out guests whose link was revoked, whose event has no organizer here, or whose
 * address belongs to the account of an attendee, who gets notifications.
 */
function loadGuests(tx: Tx, condition: SQL): Promise<MailedGuest[]> {
  return tx.execute<Columns<MailedGuest>>(sql`
    select l.id as link, l.email, l.unsubscribed as "isUnsubscribed", coalesce(l.locale, o.locale) as locale,
      (select a.name from attendees a where a.event_id = e.id and a.user_id is null and lower(a.email) = l.email) as name,
      json_build_object('id', e.id, 'uid', e.uid, 'sequence', e.sequence, 'createdAt', e.created_at,
        'answerBy', e.answer_by) as event,
      json_build_object('id', o.id, 'name', o.name, 'email', o.email,
        'isVerified', o.email_verified is not null, 'isSuspended', o.suspended_at is not null) as organizer,
      exists (select 1 from events p join guest_links c on c.event_id = p.id
        where p.split_from = e.id and p.deleted_at is null and c.email = l.email and c.revoked_at is null) as "isContinued",
      (select count(*)::int from deliveries d where d.guest_link_id = l.id and d.template in (${GUEST_MAIL}, ${PLACE_MAIL})
        and d.created_at > now() - interval '1 day') as "mailedToday",
      case when s.message_id is not null then json_build_object('content', s.content, 'sequence', s.sequence,
        'messageId', s.message_id) end as sent
    from guest_links l
    join events e on e.id = l.event_id
    left join sent_invitations s on s.guest_link_id = l.id
    join users o on o.id = ${organizerOf()}
    where ${condition} and l.email is not null and l.revoked_at is null
      and not exists (select 1 from attendees a join users u on u.id = a.user_id
        where a.event_id = e.id and u.email = l.email)
      and not exists (
        select 1 from jsonb_path_query(e.overrides, '$.*.attendees[*] ? (@.userId != null)') person
          join users u on u.id = (person ->> 'userId')::uuid
        where u.email = l.email)
    order by l.id limit ${CHUNK_SIZE}`)
}

/**
 * The organizer in SQL: the user who invites or, if that account was deleted, an owner of the calendar. Imported events
 * have an organizer elsewhere, and nothing is mailed about them.
 */
function organizerOf() {
  return sql`coalesce(e.organizer_id, case when s.message_id is not null then (
    select coalesce(c.owner_user_id, (select m.user_id from members m
      where m.group_id = c.owner_group_id and m.role = 'owner' order by m.user_id limit 1))
    from placements p join calendars c on c.id = p.calendar_id where p.event_id = e.id and p.home) end)`
}
