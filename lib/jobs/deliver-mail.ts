import { and, eq, sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { addressHasBlocked } from '@/lib/access/blocked-users'
import type { Mails, Template } from '@/lib/mail/mails'
import { MAX_SEND_MS, NotSent, send } from '@/lib/mail/send'
import { renderMail } from '@/lib/mail/templates'

/** Maximum age of a mail that is still sent: a mail that arrives a day late confuses more than it helps. */
const MAX_QUEUE_TIME_MS = 24 * 60 * 60 * 1000

/** Time for which a process locks a mail to send it. The lock of a dead worker is released earlier (job-locks.ts). */
const LOCK_MS = MAX_SEND_MS + 15_000

/** Shown to administrators for a mail that was not sent because its recipient has blocked the sender. */
const BLOCKED = 'not sent: the receiver has blocked the sender'

type Row = typeof deliveries.$inferSelect

/**
 * Sends a queued mail and records the outcome. The mail is locked while it is sent, outside of a transaction, so it
 * is sent twice only if the process is killed between the mail server's response and the recording; both then have
 * the same Message-ID. The content is deleted as soon as no attempt is left.
 * @throws NotSent if it should be retried
 */
export async function deliverMail(id: string, signal = new AbortController().signal): Promise<void> {
  const mail = await lockMail(id)
  if (!mail) return
  // The sender sees it as sent, because a block must not be revealed to them.
  const blocked = await isBlocked(mail)
  const error = blocked
    ? null
    : isLate(mail)
      ? new NotSent('too late to be of use', true)
      : await trySending(mail, signal)
  const outcome = !error
    ? { outcome: 'sent' as const, sentAt: new Date(), error: blocked ? BLOCKED : null, data: null }
    : error.final
      ? { outcome: 'failed' as const, error: error.message, data: null }
      : { error: error.message }
  await db
    .update(deliveries)
    .set({ ...outcome, attempts: mail.attempts + 1, takenUntil: null })
    .where(eq(deliveries.id, id))
  if (error && !error.final) throw error
}

/**
 * Locks a queued mail; undefined if it was sent already.
 * @throws NotSent while another process has the lock
 */
async function lockMail(id: string): Promise<Row | undefined> {
  const [mail] = await db
    .update(deliveries)
    .set({ takenUntil: sql`now() + ${LOCK_MS} * interval '1 millisecond'` })
    .where(
      and(
        eq(deliveries.id, id),
        eq(deliveries.outcome, 'queued'),
        sql`coalesce(${deliveries.takenUntil} < now(), true)`,
      ),
    )
    .returning()
  if (mail) return mail
  const [current] = await db
    .select({ outcome: deliveries.outcome })
    .from(deliveries)
    .where(eq(deliveries.id, id))
  if (current?.outcome === 'queued') throw new NotSent('is being sent', false)
}

async function isBlocked({ address, data }: Row): Promise<boolean> {
  const { sender } = (data ?? {}) as { sender?: string }
  return sender !== undefined && db.transaction((tx) => addressHasBlocked(tx, address, sender))
}

/** Returns whether the link in a mail has expired, or a mail without a link has waited too long. */
function isLate({ createdAt, data }: Row): boolean {
  const { minutes } = (data ?? {}) as { minutes?: number }
  const lifetimeMs = minutes === undefined ? MAX_QUEUE_TIME_MS : minutes * 60_000
  return Date.now() > createdAt.getTime() + lifetimeMs
}

/** Sends a mail once. @returns the error, or null if it was sent */
async function trySending(
  { id, address, template, data }: Row,
  signal: AbortSignal,
): Promise<NotSent | null> {
  try {
    const { locale, sender: _, ...values } = data as { locale: string; sender?: string }
    await send(address, await renderMail(template as Template, values as Mails[Template], locale), id, signal)
    return null
  } catch (error) {
    // For example, a template that this version no longer has. Retrying does not help.
    return error instanceof NotSent ? error : new NotSent(String(error).slice(0, 300), true)
  }
}
