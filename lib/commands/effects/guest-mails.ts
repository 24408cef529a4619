import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import type { Job } from '@/lib/queue'

/** Template of mails to guests. What they say is read when they are sent (lib/jobs/guest-mails). */
export const GUEST_MAIL = 'event-invitation'

/** Returns the job that mails the guests of an event what they do not know. A later one replaces it while it waits. */
export function invitationMailsJob(event: string, runAt: Date): Job {
  return { name: 'invitation-mails', payload: { event }, runAt, key: `invitation-mails:${event}` }
}

/** Queues a mail to a guest. @param sender the organizer, whom the recipient may have blocked */
export async function queueGuestMail(
  tx: Tx,
  guest: { link: string; event: string; email: string; sender: string },
): Promise<Job> {
  const id = uuidv7()
  await tx.insert(deliveries).values({
    ...{ id, channel: 'email', address: guest.email, template: GUEST_MAIL, data: { sender: guest.sender } },
    ...{ eventId: guest.event, guestLinkId: guest.link },
  })
  return { name: 'mail', payload: { delivery: id } }
}

/**
 * Sends a guest the whole invitation again, as if nothing had been mailed yet.
 * @param link id of the guest's link
 */
export async function resendInvitation(tx: Tx, link: string): Promise<Job[]> {
  const [guest] = await tx.execute<{ event: string }>(sql`
    select l.event_id as event from guest_links l
    where l.id = ${link} and l.email is not null and l.revoked_at is null`)
  if (!guest) return []
  await tx.execute(sql`update sent_invitations set content = null where guest_link_id = ${link}`)
  return [invitationMailsJob(guest.event, new Date())]
}
