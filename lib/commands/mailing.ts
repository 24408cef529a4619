import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import type { Mail } from '@/lib/mail/mails'
import type { Job } from '@/lib/queue'

/** Puts a mail in the ledger of deliveries. Answers the job that sends it, to be committed with the command. */
export async function mailing(tx: Tx, { to, userId, template, data, locale }: Mail): Promise<Job> {
  const id = uuidv7()
  await tx
    .insert(deliveries)
    .values({ id, channel: 'email', userId, address: to, template, data: { ...data, locale } })
  return { name: 'mail', payload: { delivery: id } }
}
