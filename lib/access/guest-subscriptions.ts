import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Actor } from './actor'

/** The guest of a link to unsubscribe. */
export interface GuestSubscription {
  guest: Extract<Actor, { kind: 'guest' }>
  isUnsubscribed: boolean
}

/** Loads the guest of a link with an address; undefined if the link does not exist or was revoked. */
export async function subscriptionOfLink(db: Db, link: string): Promise<GuestSubscription | undefined> {
  const [row] = await db.execute<{ event: string; email: string; unsubscribed: boolean }>(sql`
    select event_id as event, email, unsubscribed from guest_links
    where id = ${link} and email is not null and revoked_at is null`)
  if (!row) return undefined
  const person = { email: row.email, name: null }
  return {
    guest: { kind: 'guest', link, event: row.event, person },
    isUnsubscribed: row.unsubscribed,
  }
}
