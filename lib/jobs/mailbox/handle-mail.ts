import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db } from '@/db/client'
import { receivedMails } from '@/db/schema/notifications'
import { subscriptionOfLink } from '@/lib/access/guest-subscriptions'
import { AppError } from '@/lib/errors'
import { logProblem } from '@/lib/log'
import { digestId } from '@/lib/mail/digest-id'
import type { UnreadMail } from '@/lib/mail/mailbox'
import type { Bounce, ReceivedMail } from '@/lib/mail/parse-mail'
import { linkOfRecipients } from '@/lib/mail/reply-address'
import { applyReplies } from './apply-replies'
import { ignored, type MailOutcome } from './mail-outcome'
import { parseMailInWorker } from './read-mail'

const MAX_MESSAGE_ID_LENGTH = 500

/** Number of attempts to handle a mail that fails unexpectedly, before it is given up. */
const MAX_ATTEMPTS = 3

/** Failed attempts by IMAP UID. */
const failures = new Map<number, number>()

/**
 * Handles a mail of the mailbox once: an answer to an invitation, or the report that a mail was not delivered. All
 * others are ignored, and listed for administrators. A mail that fails repeatedly is given up, since it would block the
 * mails after it.
 * @throws Error if it should be tried again
 */
export async function handleMail(unread: UnreadMail): Promise<void> {
  const { uid, source } = unread
  try {
    await handle(unread)
  } catch (error) {
    const attempts = (failures.get(uid) ?? 0) + 1
    failures.set(uid, attempts)
    if (attempts < MAX_ATTEMPTS) throw error
    logProblem('mail cannot be handled', error)
    // Throws while the database is down, so no mail is given up for that reason.
    await record(digestId(source), ignored('failed'))
  }
  failures.delete(uid)
}

async function handle({ source, isTooLarge }: UnreadMail): Promise<void> {
  const mail = await parseMailInWorker(source)
  const messageId = (mail?.id ?? digestId(source)).slice(0, MAX_MESSAGE_ID_LENGTH)
  if (await isHandled(messageId)) return
  if (isTooLarge) return record(messageId, ignored('too large'))
  await record(messageId, mail ? await tryHandling(mail, messageId) : ignored('unreadable'))
}

async function record(messageId: string, outcome: MailOutcome): Promise<void> {
  await db
    .insert(receivedMails)
    .values({ id: uuidv7(), messageId, ...outcome })
    .onConflictDoNothing()
}

async function tryHandling(mail: ReceivedMail, messageId: string): Promise<MailOutcome> {
  try {
    return await outcomeOf(mail, messageId)
  } catch (error) {
    if (error instanceof AppError) return ignored(error.code)
    throw error
  }
}

async function outcomeOf(mail: ReceivedMail, messageId: string): Promise<MailOutcome> {
  if (mail.bounce) return recordBounce(mail.bounce)
  if (await deliveryOf(messageId)) return ignored('own mail')
  const link = await linkOfRecipients(db, mail.recipients)
  const subscription = link ? await subscriptionOfLink(db, link) : undefined
  if (!subscription) return ignored(link ? 'revoked link' : 'no address of a guest')
  // Google marks answers as automatic mails, so automatic mails are ignored only if they contain no answer.
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
