import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { Job } from '@/lib/queue'

/** Template of mails to guests. Their content is read when they are sent (lib/jobs/guest-mails). */
export const GUEST_MAIL = 'event-invitation'

/** Template of mails to guests who got or lost a place. Their content is read when they are sent. */
export const PLACE_MAIL = 'event-place'

/**
 * Returns the job that mails the guests of an event what changed for them. It replaces a waiting job for the same
 * event. Mails `deferred` by a limit have a job of their own, so that they do not delay mails about a later edit.
 */
export function invitationMailsJob(
  event: string,
  runAt: Date,
  reason: 'edited' | 'deferred' = 'edited',
): Job {
  const key = `${reason === 'edited' ? 'invitation-mails' : 'deferred-invitation-mails'}:${event}`
  return { name: 'invitation-mails', payload: { event }, runAt, key }
}

/** Queues mails to guests of an event. @param sender the organizer, whom the recipients may have blocked */
export async function queueGuestMails(
  tx: Tx,
  eventId: string,
  sender: string,
  guests: readonly { link: string; email: string }[],
): Promise<Job[]> {
  const rows = guests.map(({ link, email }) => ({
    ...{ id: uuidv7(), channel: 'email' as const, address: email, template: GUEST_MAIL, data: { sender } },
    ...{ eventId, guestLinkId: link },
  }))
  for (const chunk of chunksOf(rows, BATCH_SIZE)) await tx.insert(deliveries).values(chunk)
  return rows.map(({ id }) => ({ name: 'mail', payload: { delivery: id } }))
}

/** Maximum number of rows of one statement. */
const BATCH_SIZE = 500

/**
 * Sends a guest the whole invitation again, as if nothing had been mailed yet.
 * @param link id of the guest's link
 */
export async function resendGuestInvitation(tx: Tx, link: string): Promise<Job[]> {
  const [guest] = await tx.execute<{ event: string }>(sql`
    select l.event_id as event from guest_links l
    where l.id = ${link} and l.email is not null and l.revoked_at is null`)
  if (!guest) return []
  await tx.execute(sql`update sent_invitations set content = null where guest_link_id = ${link}`)
  return [invitationMailsJob(guest.event, new Date())]
}
