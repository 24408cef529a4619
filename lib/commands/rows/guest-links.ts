import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { answers } from '@/db/schema/answers'
import { guestLinks } from '@/db/schema/attendees'
import { comments } from '@/db/schema/comments'
import { events } from '@/db/schema/events'
import { attendeesOf, groupsOf, hiddenFromOf } from '@/lib/access/nouns/event-columns'
import type { EventSnapshot } from '@/lib/calendar/event'
import { addressesIn, everyoneIn } from '@/lib/calendar/participant'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { moveGuestClaims, releaseTaken } from './task-claims'

/**
 * Inserts the missing links of addresses that are invited to an event. Only guests with a link are mailed, so attendees
 * of imported files get none. An address whose link was revoked gets none: only the organizer gives it a new one.
 */
export async function insertGuestLinks(
  tx: Tx,
  eventId: string,
  addresses: readonly string[],
  createdBy: string | null,
): Promise<void> {
  const emails = [...new Set(addresses.map((address) => address.toLowerCase()))]
  if (!emails.length) return
  const isKnown = and(eq(guestLinks.eventId, eventId), inArray(guestLinks.email, emails))
  const rows = await tx.select({ email: guestLinks.email }).from(guestLinks).where(isKnown)
  const known = new Set(rows.map(({ email }) => email))
  const missing = emails.filter((email) => !known.has(email))
  if (!missing.length) return
  await tx
    .insert(guestLinks)
    .values(missing.map((email) => ({ id: uuidv7(), eventId, email, createdBy })))
    .onConflictDoNothing()
}

/** Creates links to a split-off event for the guests of the series whom it invites too. */
export async function copyGuestLinks(tx: Tx, from: string, to: EventSnapshot): Promise<void> {
  const emails = addressesIn(to)
  if (!emails.length) return
  const isLive = and(
    eq(guestLinks.eventId, from),
    inArray(guestLinks.email, emails),
    isNull(guestLinks.revokedAt),
  )
  const links = await tx.select().from(guestLinks).where(isLive)
  if (!links.length) return
  await tx.insert(guestLinks).values(
    links.map(({ email, locale, remindMinutesBefore, unsubscribed, createdBy }) => ({
      ...{ id: uuidv7(), eventId: to.id, email, locale, remindMinutesBefore, unsubscribed, createdBy },
    })),
  )
}

/**
 * Checks whether another person has a name: an attendee, or a former guest who has commented. Guests without an address
 * are identified by name, so the comments would become those of the new guest.
 * @param accounts names of attendees with an account
 * @param ownName present name of the guest who asks for another; null for a new guest
 */
export async function isGuestNameTaken(
  tx: Tx,
  event: EventSnapshot,
  accounts: readonly string[],
  name: string,
  ownName: string | null,
): Promise<boolean> {
  const authors = await tx
    .selectDistinct({ name: comments.name })
    .from(comments)
    .where(and(eq(comments.eventId, event.id), isNotNull(comments.name)))
  const guests = [...everyoneIn(event), ...authors].flatMap((person) => person.name ?? [])
  const others = [...accounts, ...guests.filter((guest) => guest !== ownName)]
  return others.some((other) => folded(other) === folded(name))
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/**
 * Revokes the link and deletes the answers of a former guest without an address, so that they do not become those of a
 * new guest with the same name.
 */
export async function releaseGuestName(tx: Tx, eventId: string, name: string, now: Date): Promise<void> {
  await tx
    .update(guestLinks)
    .set({ revokedAt: now })
    .where(and(eq(guestLinks.eventId, eventId), eq(guestLinks.name, name), isNull(guestLinks.revokedAt)))
  await tx.delete(answers).where(and(eq(answers.eventId, eventId), eq(answers.name, name)))
}

/**
 * Replaces the link of a guest. The new link keeps the options of the guest, what the guest has taken of sign-up sheets,
 * and the record of what was mailed.
 * @returns the ids of the new and of the former link
 */
export async function replaceGuestLink(
  tx: Tx,
  guest: { eventId: string; email: string | null; name: string | null; createdBy: string | null },
  now: Date,
): Promise<{ id: string; former: string | undefined }> {
  const { eventId, email, name } = guest
  const isOwn = email === null ? eq(guestLinks.name, name!) : eq(guestLinks.email, email)
  const [former] = await tx
    .update(guestLinks)
    .set({ revokedAt: now })
    .where(and(eq(guestLinks.eventId, eventId), isOwn, isNull(guestLinks.revokedAt)))
    .returning()
  const { locale, remindMinutesBefore, unsubscribed } = former ?? {}
  const id = uuidv7()
  await tx.insert(guestLinks).values({ ...guest, id, locale, remindMinutesBefore, unsubscribed })
  await moveGuestClaims(
    tx,
    id,
    // A revoked link by name may be that of another guest.
    email === null
      ? sql`l.id = ${former?.id ?? null}::uuid`
      : sql`l.event_id = ${eventId} and l.email = ${email}`,
  )
  if (!former) await releaseTaken(tx, sql`c.guest_link_id = ${id}`)
  if (email !== null) {
    await tx.execute(sql`
      update sent_invitations set guest_link_id = ${id} where guest_link_id = (
        select s.guest_link_id from sent_invitations s join guest_links l on l.id = s.guest_link_id
        where l.event_id = ${eventId} and l.email = ${email} order by s.sent_at desc limit 1)`)
  }
  return { id, former: former?.id }
}

/**
 * Reads an event that a guest changes, with all attendees: the grant of a guest contains only the guest's own. Also
 * returns the names of attendees with an account, and the user who created the guest's link.
 */
export async function snapshotForGuest(
  tx: Tx,
  { id, calendarId }: { id: string; calendarId: string },
  link: string,
): Promise<{ event: EventSnapshot; names: string[]; createdBy: string | null }> {
  const found = singleRow(
    await tx
      .select({
        row: events,
        lists: { attendees: attendeesOf, hiddenFrom: hiddenFromOf, groups: groupsOf },
        createdBy: guestLinks.createdBy,
      })
      .from(events)
      .innerJoin(guestLinks, eq(guestLinks.id, link))
      .where(eq(events.id, id)),
  )
  const { row, lists, createdBy } = found
  const names = lists.attendees.flatMap(({ userId, name }) => (userId && name ? name : []))
  return { event: snapshotOf({ ...row, ...lists, calendarId }), names, createdBy }
}
