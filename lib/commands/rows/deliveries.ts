import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db, type Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import type { Mail } from '@/lib/mail/mails'
import type { Job } from '@/lib/queue'

/** Retention of deliveries, for administrators who look into a missing mail. */
const KEPT_DAYS = 30

/** Inserts a mail into the deliveries. Returns the job that sends it, to commit with the command. */
export async function queueMail(tx: Tx, mail: Mail): Promise<Job> {
  const { to, userId, template, data, locale, sender } = mail
  const id = uuidv7()
  await tx
    .insert(deliveries)
    .values({ id, channel: 'email', userId, address: to, template, data: { ...data, locale, sender } })
  return { name: 'mail', payload: { delivery: id } }
}

/** Deletes old deliveries. */
export async function purgeDeliveries(): Promise<void> {
  await db.execute(sql`delete from deliveries where created_at < now() - ${KEPT_DAYS} * interval '1 day'`)
}
