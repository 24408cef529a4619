import { randomUUID } from 'node:crypto'
import { db } from '@/db/client'
import { attendees, guestLinks } from '@/db/schema/attendees'
import type { Actor } from '@/lib/access/actor'

/**
 * Inserts an attendee without an account, with a link, and without permission checks. Returns the actor of the link.
 */
export async function insertGuest(
  event: string,
  { email = null, name = null }: { email?: string | null; name?: string | null },
): Promise<Extract<Actor, { kind: 'guest' }>> {
  const link = randomUUID()
  await db.insert(attendees).values({ id: randomUUID(), eventId: event, email, name })
  await db.insert(guestLinks).values({ id: link, eventId: event, email, name: email ? null : name })
  return { kind: 'guest', link, event, person: { email, name } }
}
