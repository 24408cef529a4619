import type { Tx } from '@/db/client'
import { attempt } from '@/lib/access/attempts'
import type { UserRow } from '@/lib/access/nouns/user'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { fieldError } from '@/lib/errors'
import type { Mail } from '@/lib/mail/mails'
import type { Job } from '@/lib/queue'
import { MAX_INVITATION_MAILS } from '@/lib/schemas/groups'

const DAY_MINUTES = 24 * 60

/** A mail to an address that may or may not have an account. */
type UserMail = Mail extends infer M ? (M extends Mail ? Omit<M, 'userId' | 'locale'> : never) : never

/**
 * Queues mails from a user to other people, the only way in which text of one user reaches the mailbox of another.
 * Requires a verified address, so that nobody sends mails in another person's name, and limits mails per sender and
 * per subject. Mails to recipients who have blocked the sender are dropped without the sender noticing
 * (rows/deliveries.ts).
 * @param field form field for refusals
 * @returns the jobs, with the ids of the deliveries by address
 * @throws AppError INVALID if the sender's address is not verified, TOO_MANY beyond the daily mails
 */
export async function queueUserMails(
  tx: Tx,
  sender: UserRow,
  about: string,
  field: string,
  mails: readonly UserMail[],
): Promise<{ jobs: Job[]; deliveries: ReadonlyMap<string, string> }> {
  if (!sender.emailVerified) throw fieldError(field, 'unverified_address')
  for (const _ of mails) {
    const limits = [`mails-by:${sender.id}`, `mails-about:${about}`].map((by) => ({
      by,
      most: MAX_INVITATION_MAILS,
      minutes: DAY_MINUTES,
    }))
    await attempt(limits, tx)
  }
  const jobs: Job[] = []
  const deliveries = new Map<string, string>()
  for (const mail of mails) {
    const job = await queueMail(tx, {
      ...mail,
      userId: null,
      locale: sender.locale,
      sender: sender.id,
    } as Mail)
    jobs.push(job)
    if (job.name === 'mail') deliveries.set(mail.to, job.payload.delivery)
  }
  return { jobs, deliveries }
}
