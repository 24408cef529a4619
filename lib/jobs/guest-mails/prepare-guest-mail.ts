import { and, eq, lt, sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import type { deliveries } from '@/db/schema/deliveries'
import { events } from '@/db/schema/events'
import { sentInvitations } from '@/db/schema/sent-invitations'
import { enqueue } from '@/lib/commands/pipeline/record'
import { causeOf } from '@/lib/log'
import { messageIdOf, NotSent } from '@/lib/mail/send'
import type { RenderedMail } from '@/lib/mail/templates'
import { queueWithinLimits } from './mail-limits'
import { type NextGuestMail, nextGuestMail } from './next-guest-mail'
import { renderGuestMail } from './render-guest-mail'

/**
 * Renders a queued mail to a guest from what the guest may see now; undefined if there is nothing to mail any more.
 * After sending, stores the state that the guest knows, and queues another mail if the event has changed since.
 */
export async function prepareGuestMail({
  id,
  guestLinkId,
}: Pick<typeof deliveries.$inferSelect, 'id' | 'guestLinkId'>): Promise<
  { mail: RenderedMail; onSent(tx: Tx): Promise<void> } | undefined
> {
  const next = guestLinkId && (await readNext(guestLinkId))
  if (!next) return undefined
  return {
    mail: await renderGuestMail(next, new Date()),
    async onSent(tx) {
      await storeSent(tx, next, messageIdOf(id))
      const following = await nextGuestMail(tx, next.guest.link, Date.now())
      if (following) await enqueue(tx, await queueWithinLimits(tx, [following]))
    },
  }
}

/** Reads the next mail to a guest. @throws NotSent while the database cannot be read */
async function readNext(link: string): Promise<NextGuestMail | undefined> {
  try {
    return await db.transaction((tx) => nextGuestMail(tx, link, Date.now()))
  } catch (error) {
    throw new NotSent(causeOf(error), false)
  }
}

async function storeSent(
  tx: Tx,
  { guest, planned, sequence }: NextGuestMail,
  messageId: string,
): Promise<void> {
  const sent = { content: planned.after, sequence, sentAt: sql`now()` }
  await tx
    .insert(sentInvitations)
    .values({ ...sent, guestLinkId: guest.link, messageId })
    .onConflictDoUpdate({ target: sentInvitations.guestLinkId, set: sent })
  // Raises the event's SEQUENCE to that of the mail. The next edit then exceeds it, so replies to this mail count for
  // the state before that edit.
  await tx
    .update(events)
    .set({ sequence })
    .where(and(eq(events.id, guest.event.id), lt(events.sequence, sequence)))
}
