import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'

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
