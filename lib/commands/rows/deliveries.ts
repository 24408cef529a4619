import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db, type Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { Mail } from '@/lib/mail/mails'
import type { Job } from '@/lib/queue'

/** Retention of deliveries, for administrators who look into a missing mail. */
const RETENTION_DAYS = 30

/** Maximum number of rows of one statement. */
const BATCH_SIZE = 500

/** Inserts a mail into the deliveries. Returns the job that sends it, to commit with the command. */
export async function queueMail(tx: Tx, mail: Mail): Promise<Job> {
  const [job] = await queueMails(tx, [mail])
  return job!
}

/** Inserts mails into the deliveries. Returns the jobs that send them. */
export async function queueMails(tx: Tx, mails: readonly Mail[]): Promise<Job[]> {
  const rows = mails.map(({ to, userId, template, data, locale, sender, until, unsubscribe }) => ({
    ...{ id: uuidv7(), channel: 'email' as const, userId, address: to, template },
    data: { ...data, locale, sender, until, unsubscribe },
  }))
  for (const batch of chunksOf(rows, BATCH_SIZE)) await tx.insert(deliveries).values(batch)
  return rows.map(({ id }) => ({ name: 'mail', payload: { delivery: id } }))
}

/** Records that notifications were shown in the app, for the user's delivery log. `fallbackFor`: a failed mail. */
export async function insertInAppDeliveries(
  tx: Tx,
  notifications: readonly { id: string; userId: string; kind: string; eventId?: string | null }[],
  fallbackFor: string | null = null,
): Promise<void> {
  for (let at = 0; at < notifications.length; at += BATCH_SIZE) {
    await tx.insert(deliveries).values(
      notifications
        .slice(at, at + BATCH_SIZE)
        .map(({ id: notificationId, userId, kind: template, eventId }) => ({
          ...{
            id: uuidv7(),
            channel: 'in-app' as const,
            userId,
            address: '',
            template,
            notificationId,
            eventId,
          },
          ...{ outcome: 'sent' as const, sentAt: new Date(), attempts: 1, fallbackFor },
        })),
    )
  }
}

/** Inserts a test: a mail to send, or a notification that the app shows at once. @returns its id */
export async function insertTest(
  tx: Tx,
  { id: userId, email }: { id: string; email: string },
  channel: 'email' | 'in-app',
): Promise<string> {
  const id = uuidv7()
  const outcome =
    channel === 'email'
      ? { address: email, data: {} }
      : { address: '', outcome: 'sent' as const, sentAt: new Date(), attempts: 1 }
  await tx.insert(deliveries).values({ id, channel, userId, template: 'test', ...outcome })
  return id
}

/** Inserts a test of a device. @returns its id */
export async function insertPushTest(tx: Tx, userId: string, pushSubscriptionId: string): Promise<string> {
  const id = uuidv7()
  await tx
    .insert(deliveries)
    .values({ id, channel: 'push', userId, address: '', template: 'test', pushSubscriptionId, data: {} })
  return id
}

/** Deletes old deliveries, and the list of received mails. */
export async function purgeDeliveries(): Promise<void> {
  const expired = sql`now() - ${RETENTION_DAYS} * interval '1 day'`
  await db.execute(sql`delete from deliveries where created_at < ${expired}`)
  await db.execute(sql`delete from received_mails where received_at < ${expired}`)
}
