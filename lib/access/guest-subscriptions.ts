import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Actor } from './actor'
import { idEndOfReplyTag, isReplyTagOf } from './guest-tokens'

/** A guest who receives mails about an event, by the guest link. */
export interface GuestSubscription {
  guest: Extract<Actor, { kind: 'guest' }>
  isUnsubscribed: boolean
}

/** Loads the guest of a link; undefined if the guest has no address, or the link does not exist or was revoked. */
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

/** Returns the id of the guest link that the tag of a reply address belongs to. */
export async function linkOfReplyTag(db: Db, tag: string): Promise<string | undefined> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from guest_links where right(id::text, 4) = ${idEndOfReplyTag(tag)} and email is not null`)
  return rows.find(({ id }) => isReplyTagOf(tag, id))?.id
}
