import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db, type Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { addressHasBlocked } from '@/lib/access/blocks'
import type { Mail, Mails, Template } from '@/lib/mail/mails'
import { MAX_SEND_MS, NotSent, send } from '@/lib/mail/send'
import { renderMail } from '@/lib/mail/templates'
import type { Job } from '@/lib/queue'

/** How long a mail is tried for: what comes a day late confuses more than it helps. */
const MAX_QUEUE_TIME_MS = 24 * 60 * 60 * 1000

/** Puts a mail in the ledger of deliveries. Answers the job that sends it, to be committed with the command. */
export async function queueMail(tx: Tx, mail: Mail): Promise<Job> {
  const { to, userId, template, data, locale, sender } = mail
  const id = uuidv7()
  await tx
    .insert(deliveries)
    .values({ id, channel: 'email', userId, address: to, template, data: { ...data, locale, sender } })
  return { name: 'mail', payload: { delivery: id } }
}

/** How long a mail stays with the process that sends it; its worker's end frees it earlier (lib/commands/rows/job-locks.ts). */
const LOCK_MS = MAX_SEND_MS + 15_000

/** A month later nobody asks any more what was sent, or why not. */
const KEPT_DAYS = 30

/**
 * Sends a mail of the ledger, and writes down how it went. What has been sent is not sent again: whoever sends it takes it
 * for a while, so only a kill between the server's answer and the ledger's can double a mail, which then has the same id.
 * No transaction is held while the server is spoken to. What it was filled with is forgotten as soon as nobody will try
 * again.
 * @throws NotSent when it should be tried again
 */
export async function deliverMail(id: string, signal = new AbortController().signal): Promise<void> {
  const mail = await take(id)
  if (!mail) return
  // The sender sees it as sent, because a block must not be revealed to them.
  const blocked = await isBlocked(mail)
  const error = blocked
    ? null
    : isLate(mail)
      ? new NotSent('too late to be of use', true)
      : await attempt(mail, signal)
  const ledger = !error
    ? { outcome: 'sent' as const, sentAt: new Date(), error: blocked ? BLOCKED : null, data: null }
    : error.final
      ? { outcome: 'failed' as const, error: error.message, data: null }
      : { error: error.message }
  await db
    .update(deliveries)
    .set({ ...ledger, attempts: mail.attempts + 1, takenUntil: null })
    .where(eq(deliveries.id, id))
  if (error && !error.final) throw error
}

/** Shown to administrators for a mail that was not sent because its receiver has blocked the sender. */
const BLOCKED = 'not sent: the receiver has blocked the sender'

async function isBlocked({ address, data }: Row): Promise<boolean> {
  const { sender } = (data ?? {}) as { sender?: string }
  return sender !== undefined && db.transaction((tx) => addressHasBlocked(tx, address, sender))
}

/** Takes a mail that is to be sent; undefined where it has been. @throws NotSent while somebody else has it */
async function take(id: string): Promise<Row | undefined> {
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
  const [taken] = await db
    .select({ outcome: deliveries.outcome })
    .from(deliveries)
    .where(eq(deliveries.id, id))
  if (taken?.outcome === 'queued') throw new NotSent('is being sent', false)
}

/** Forgets what was sent, or not, long ago. */
export async function purgeDeliveries(): Promise<void> {
  await db.execute(sql`delete from deliveries where created_at < now() - ${KEPT_DAYS} * interval '1 day'`)
}

type Row = typeof deliveries.$inferSelect

async function attempt({ id, address, template, data }: Row, signal: AbortSignal): Promise<NotSent | null> {
  try {
    const { locale, sender: _, ...values } = data as { locale: string; sender?: string }
    await send(address, await renderMail(template as Template, values as Mails[Template], locale), id, signal)
    return null
  } catch (error) {
    // A template of an older Kinday, say: nothing that time mends.
    return error instanceof NotSent ? error : new NotSent(String(error).slice(0, 300), true)
  }
}

/** A link that works for minutes is not sent when they are over. */
function isLate({ createdAt, data }: Row): boolean {
  const { minutes } = (data ?? {}) as { minutes?: number }
  const lasts = minutes === undefined ? MAX_QUEUE_TIME_MS : minutes * 60_000
  return Date.now() > createdAt.getTime() + lasts
}
