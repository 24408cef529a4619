import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import type { deliveries } from '@/db/schema/deliveries'
import type { Grant } from '@/lib/access/grant'
import { guestToken } from '@/lib/access/guest-tokens'
import { canWrite } from '@/lib/access/nouns/event'
import { everyoneIn, type Participant, personKey } from '@/lib/calendar/participant'
import { AppError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import type { GuestLinksOutput } from '@/lib/schemas/guests'
import { hasForeignOrganizer } from './import'

/**
 * Returns the links of the guests of an event and its public link, for editors of the event.
 * @throws AppError FORBIDDEN
 */
export async function guestLinksOf(db: Db, { row }: Grant<'read', 'event'>): Promise<GuestLinksOutput> {
  if (!canWrite(row)) throw new AppError('FORBIDDEN')
  const links = await db
    .select()
    .from(guestLinks)
    .where(and(eq(guestLinks.eventId, row.id), isNull(guestLinks.revokedAt)))
  const mails = await lastMails(db, row.id)
  // The public link has neither address nor name, so its key is `name:`.
  const byPerson = new Map(links.map((link) => [link.email ?? `name:${link.name ?? ''}`, link.id]))
  const toLink = (id: string | undefined) => (id ? { id, path: `/g/${guestToken(id, 'page')}` } : null)
  const guests = new Map(
    everyoneIn<Participant>(row)
      .filter(({ userId }) => !userId)
      .map((person) => [personKey(person), person]),
  )
  return {
    guests: [...guests].map(([key, { email, name }]) => {
      const id = byPerson.get(key)
      return { email, name, link: toLink(id), mail: (id && mails.get(id)) || null }
    }),
    publicLink: toLink(byPerson.get('name:')),
    canSendMail: isMailEnabled(),
  }
}

type MailOutcome = (typeof deliveries.$inferSelect)['outcome']

/** Returns the outcome of the last mail to each guest of an event, by link. */
async function lastMails(db: Db, event: string): Promise<Map<string, MailOutcome>> {
  const rows = await db.execute<{ link: string; outcome: MailOutcome }>(sql`
    select distinct on (guest_link_id) guest_link_id as link, outcome from deliveries
    where event_id = ${event} and guest_link_id is not null and channel = 'email'
    order by guest_link_id, created_at desc`)
  return new Map(rows.map(({ link, outcome }) => [link, outcome]))
}

/**
 * Whether guests of a public link may give an address: a link can be mailed only in the name of a user whose own
 * address is verified, and about an event that is organized here.
 */
export async function isAddressOffered(db: Db, link: string): Promise<boolean> {
  if (!isMailEnabled()) return false
  const [event] = await db.execute<{ id: string }>(sql`
    select e.id from guest_links l join events e on e.id = l.event_id join users u on u.id = l.created_by
    where l.id = ${link} and ${canSend('u')}
      and not exists (select 1 from users o where o.id = e.organizer_id and not (${canSend('o')}))`)
  return event !== undefined && !(await hasForeignOrganizer(db, event.id))
}

/** The condition that guests may be mailed in the name of a user. */
function canSend(user: 'u' | 'o') {
  return sql.raw(
    `${user}.email_verified is not null and ${user}.deleted_at is null and ${user}.suspended_at is null`,
  )
}
