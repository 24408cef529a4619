import { sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import { GUEST_MAIL, queueGuestMail } from '@/lib/commands/effects/guest-mails'
import { enqueue } from '@/lib/commands/pipeline/record'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'
import { nextGuestMail } from './next-guest-mail'

/** Queues a mail for each guest of an event who does not know its present state. */
export async function queueInvitationMails(event: string): Promise<void> {
  if (!isMailEnabled()) return
  await db.transaction(async (tx) => {
    // Two jobs of one event at the same time would both find the same guests.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invitation-mails ${event}`}, 0))`)
    const jobs: Job[] = []
    for (const link of await guestsWithoutQueuedMail(tx, event)) {
      const next = await nextGuestMail(tx, link, Date.now())
      if (next) jobs.push(await queueNext(tx, next.guest))
    }
    await enqueue(tx, jobs)
  })
}

/** Queues the next mail to a guest. */
export function queueNext(
  tx: Tx,
  { link, email, event, organizer }: NonNullable<Awaited<ReturnType<typeof nextGuestMail>>>['guest'],
): Promise<Job> {
  return queueGuestMail(tx, { link, email, event: event.id, sender: organizer.id })
}

/** A queued mail says what is true when it is sent, so a second one is not needed. */
async function guestsWithoutQueuedMail(tx: Tx, event: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select l.id from guest_links l
    where l.event_id = ${event} and l.email is not null and l.revoked_at is null
      and not exists (select 1 from deliveries d
        where d.guest_link_id = l.id and d.template = ${GUEST_MAIL} and d.outcome = 'queued')
    order by l.id`)
  return rows.map(({ id }) => id)
}
