import { eq } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { addressHasBlocked } from '@/lib/access/blocked-users'
import { GUEST_MAIL, PLACE_MAIL } from '@/lib/commands/effects/guest-mails'
import type { Mails, Template } from '@/lib/mail/mails'
import { MAX_SEND_MS, NotSent, send } from '@/lib/mail/send'
import { type RenderedMail, renderMail } from '@/lib/mail/templates'
import { prepareGuestMail } from './guest-mails/prepare-guest-mail'
import { preparePlaceMail } from './guest-mails/prepare-place-mail'
import { lockDelivery } from './lock-delivery'
import { isUserMail, prepareUserMail } from './user-mails/prepare-user-mail'
import { showInApp } from './user-mails/show-in-app'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Maximum age of a mail that is still sent, so that an outage of the mail server over a long weekend loses none. Mails
 * about an event end earlier, with the event.
 */
const MAX_QUEUE_TIME_MS = 7 * DAY_MS

/** Maximum age of a mail to a user, whose notifications are then shown in the app instead. */
const MAX_USER_MAIL_TIME_MS = DAY_MS

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
  const mail = await lockDelivery(id, LOCK_MS)
  if (!mail) return
  // The sender sees it as sent, because a block must not be revealed to them.
  if (await isBlocked(mail)) return recordSent(mail, { error: BLOCKED })
  let prepared: PreparedMail | undefined
  try {
    if (isLate(mail)) throw new NotSent('too late to be of use', true)
    prepared = await prepareMail(mail)
    if (!prepared) return await deleteObsolete(id)
    await send(mail.address, prepared.mail, id, signal)
  } catch (error) {
    return recordFailure(mail, asNotSent(error))
  }
  await recordSent(mail, prepared)
}

/** Records that a mail was sent, and runs its `onSent`. */
async function recordSent(
  { id, attempts }: Row,
  { error = null, onSent }: { error?: string | null } & Pick<PreparedMail, 'onSent'>,
): Promise<void> {
  const outcome = { outcome: 'sent' as const, sentAt: new Date(), error, data: null }
  await db.transaction(async (tx) => {
    await tx
      .update(deliveries)
      .set({ ...outcome, attempts: attempts + 1, takenUntil: null })
      .where(eq(deliveries.id, id))
    await onSent?.(tx)
  })
}

/** Records a failed attempt. @throws NotSent if it should be retried */
async function recordFailure(row: Row, error: NotSent): Promise<void> {
  const { id, attempts } = row
  // Mails to users contain ids only, so administrators can send them again.
  const outcome = error.isFinal
    ? { outcome: 'failed' as const, error: error.message, ...(!isUserMail(row) && { data: null }) }
    : { error: error.message }
  await db
    .update(deliveries)
    .set({ ...outcome, attempts: attempts + 1, takenUntil: null })
    .where(eq(deliveries.id, id))
  if (!error.isFinal) throw error
  if (isUserMail(row)) await showInApp(row)
}

/** Deletes a mail whose content no longer applies. */
async function deleteObsolete(id: string): Promise<void> {
  await db.delete(deliveries).where(eq(deliveries.id, id))
}

async function isBlocked({ address, data }: Row): Promise<boolean> {
  const { sender } = (data ?? {}) as { sender?: string }
  return sender !== undefined && db.transaction((tx) => addressHasBlocked(tx, address, sender))
}

/** Checks whether the link in a mail has expired, the event is over, or the mail has waited too long. */
function isLate(row: Row): boolean {
  const { minutes, until } = (row.data ?? {}) as { minutes?: number; until?: number }
  const maxMs = isUserMail(row) ? MAX_USER_MAIL_TIME_MS : MAX_QUEUE_TIME_MS
  const lateAt = row.createdAt.getTime() + (minutes === undefined ? maxMs : minutes * 60_000)
  return Date.now() > Math.min(lateAt, until ?? lateAt)
}

/** A mail as it is sent, and what is written once the mail server has accepted it. */
interface PreparedMail {
  mail: RenderedMail
  onSent?(tx: Tx): Promise<void>
}

/** Renders a mail; undefined if its content no longer applies. */
async function prepareMail(row: Row): Promise<PreparedMail | undefined> {
  if (row.template === GUEST_MAIL) return prepareGuestMail(row)
  if (row.template === PLACE_MAIL) return preparePlaceMail(row)
  if (isUserMail(row)) return prepareUserMail(row)
  const {
    locale,
    unsubscribe,
    sender: _,
    until: __,
    ...values
  } = row.data as Record<string, unknown> & {
    locale: string
    unsubscribe?: string
  }
  const data = values as unknown as Mails[Template]
  return { mail: await renderMail(row.template as Template, data, locale, unsubscribe) }
}

/** Errors other than those of the mail server, such as a template that this version no longer has, are final. */
function asNotSent(error: unknown): NotSent {
  return error instanceof NotSent ? error : new NotSent(String(error).slice(0, 300), true)
}
