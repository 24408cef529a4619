import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Actor } from './actor'
import { idEndOfReplyTag, isReplyTagOf, parseGuestToken } from './guest-tokens'

/** A guest who receives mails about an event, by the guest link. */
export interface GuestSubscription {
  guest: Extract<Actor, { kind: 'guest' }>
  isUnsubscribed: boolean
}

/** An address that receives mails about a gathering, by the participant who has it. */
export interface ParticipantSubscription {
  gathering: string
  email: string
  isUnsubscribed: boolean
}

/** Loads the subscription of the token of an unsubscribe link. */
export async function subscriptionOf(
  db: Db,
  token: string,
): Promise<GuestSubscription | ParticipantSubscription | undefined> {
  const link = parseGuestToken(token, 'unsubscribe')
  if (link !== undefined) return subscriptionOfLink(db, link)
  const participant = parseGuestToken(token, 'gathering-unsubscribe')
  return participant === undefined ? undefined : subscriptionOfParticipant(db, participant)
}

/** Loads the subscription of a participant, also of a removed one, since the same address may be invited again. */
async function subscriptionOfParticipant(db: Db, id: string): Promise<ParticipantSubscription | undefined> {
  const [row] = await db.execute<{ gathering: string; email: string; isUnsubscribed: boolean }>(sql`
    select gathering_id as gathering, coalesce(email, contact_email) as email, unsubscribed as "isUnsubscribed"
    from gathering_participants where id = ${id} and coalesce(email, contact_email) is not null`)
  return row
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
