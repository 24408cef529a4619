import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { guestLinks } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { attendeesOf, groupsOf, hiddenFromOf } from '@/lib/access/nouns/event-columns'
import type { EventSnapshot } from '@/lib/calendar/event'
import { snapshotOf } from '@/lib/queries/event-snapshot'

/**
 * Inserts the missing links of all attendees with an address of an event and its occurrences. An address whose link was
 * revoked gets none: only the organizer gives it a new one.
 */
export async function ensureGuestLinks(tx: Tx, eventId: string, createdBy: string | null): Promise<void> {
  const missing = await tx.execute<{ email: string }>(sql`
    select invited.email from (
      select lower(a.email) as email from attendees a where a.event_id = ${eventId} and a.user_id is null
      union
      select lower(person ->> 'email') from events e,
        jsonb_path_query(e.overrides, '$.*.attendees[*] ? (@.userId == null)') person
      where e.id = ${eventId}) as invited
    where invited.email is not null
      and not exists (select 1 from guest_links l where l.event_id = ${eventId} and l.email = invited.email)`)
  if (!missing.length) return
  await tx
    .insert(guestLinks)
    .values(missing.map(({ email }) => ({ id: uuidv7(), eventId, email, createdBy })))
    .onConflictDoNothing()
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
