import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db } from '@/db/client'
import { receivedMails } from '@/db/schema/notifications'
import { loadGuestSubscription } from '@/lib/access/guest-subscriptions'
import { AppError } from '@/lib/errors'
import { logProblem } from '@/lib/log'
import type { UnreadMail } from '@/lib/mail/mailbox'
import { type Bounce, parseMail, type ReceivedMail } from '@/lib/mail/parse-mail'
import { linkOfRecipients } from '@/lib/mail/reply-address'
import { applyReplies } from './apply-replies'
import { ignored, type MailOutcome } from './mail-outcome'

const MAX_MESSAGE_ID_LENGTH = 500

/** Number of attempts to handle a mail that fails unexpectedly, before it is given up. */
const MAX_ATTEMPTS = 3

const failures = new Map<string, number>()

/**
 * Handles a mail of the mailbox once: an answer to an invitation, or the report that a mail was not delivered. All
 * others are ignored, and listed for administrators.
 * @throws Error if it should be tried again
 */
export async function handleMail({ source, isTooLarge }: UnreadMail): Promise<void> {
  const mail = await parseMail(source)
  const messageId = mail.id.slice(0, MAX_MESSAGE_ID_LENGTH)
  if (await isHandled(messageId)) return
  const outcome = isTooLarge ? ignored('too large') : await tryHandling(mail, messageId)
  await db
    .insert(receivedMails)
    .values({ id: uuidv7(), messageId, ...outcome })
    .onConflictDoNothing()
  failures.delete(messageId)
}

/** Gives a mail up that fails again and again, so that it does not stop those after it. */
async function tryHandling(mail: ReceivedMail, messageId: string): Promise<MailOutcome> {
  try {
    return await outcomeOf(mail, messageId)
  } catch (error) {
    if (error instanceof AppError) return ignored(error.code)
    const attempts = (failures.get(messageId) ?? 0) + 1
    if (attempts < MAX_ATTEMPTS) {
      failures.set(messageId, attempts)
      throw error
    }
    logProblem('mail cannot be handled', error)
    return ignored('failed')
  }
}

async function outcomeOf(mail: ReceivedMail, messageId: string): Promise<MailOutcome> {
  if (mail.bounce) return recordBounce(mail.bounce)
  if (await deliveryOf(messageId)) return ignored('own mail')
  const link = linkOfRecipients(mail.recipients)
  const subscription = link ? await loadGuestSubscription(db, link) : undefined
  if (!subscription) return ignored(link ? 'revoked link' : 'no address of a guest')
  // Google sends answers as automatic mails, so only others of these are ignored.
  if (!mail.calendars.length && mail.isAutomatic) return ignored('automatic mail')
  return applyReplies(subscription.guest, mail.calendars, messageId)
}

/** Marks a delivery as failed, so that the organizer sees it. */
async function recordBounce({ messageId, status }: Bounce): Promise<MailOutcome> {
  const id = await deliveryOf(messageId)
  if (!id) return ignored('bounce of another mail')
  const rows = await db.execute<{ event: string | null }>(sql`
    update deliveries set outcome = 'failed', error = ${`bounced ${status}`.trim()}
    where id = ${id} and outcome = 'sent' returning event_id as event`)
  return rows[0]
    ? { outcome: 'bounced', eventId: rows[0].event ?? undefined }
    : ignored('bounce of another mail')
}

/** Returns the delivery that a Message-ID belongs to. */
async function deliveryOf(messageId: string): Promise<string | undefined> {
  const [, id] = /^<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i.exec(messageId) ?? []
  if (!id) return undefined
  const rows = await db.execute<{ id: string }>(sql`select id from deliveries where id = ${id}::uuid`)
  return rows[0]?.id
}

async function isHandled(messageId: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from received_mails where message_id = ${messageId}`)
  return rows.length > 0
}
