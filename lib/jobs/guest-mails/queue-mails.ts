import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { loadEventForGuests } from '@/lib/access/nouns/invited-event'
import { enqueue } from '@/lib/commands/pipeline/record'
import { isMailEnabled } from '@/lib/mail/send'
import { guestsWithoutQueuedMail } from './guest'
import { type MailToQueue, queueWithinLimits } from './mail-limits'
import { planGuestMail } from './next-guest-mail'

/** Queues a mail for each guest of an event who does not know its present state. */
export async function queueInvitationMails(event: string): Promise<void> {
  if (!isMailEnabled()) return
  await db.transaction(async (tx) => {
    // Without the lock, two concurrent jobs of an event would find the same guests.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invitation-mails ${event}`}, 0))`)
    const readableBy = await loadEventForGuests(tx, event)
    const mails: MailToQueue[] = []
    for await (const guests of guestsWithoutQueuedMail(tx, event)) {
      for (const guest of guests) {
        const next = planGuestMail(guest, readableBy({ email: guest.email, name: null }), Date.now())
        // Drops the content of earlier mails, which is not needed to queue this one.
        if (next) mails.push({ guest: { ...guest, sent: null }, planned: { method: next.planned.method } })
      }
    }
    await enqueue(tx, await queueWithinLimits(tx, mails))
  })
}
