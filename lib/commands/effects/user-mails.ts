import type { Tx } from '@/db/client'
import { attempt } from '@/lib/access/attempts'
import type { UserRow } from '@/lib/access/nouns/user'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { fieldError } from '@/lib/errors'
import type { Mail } from '@/lib/mail/mails'
import type { Job } from '@/lib/queue'
import { MAX_INVITATION_MAILS } from '@/lib/schemas/groups'

const DAY_MINUTES = 24 * 60

/** A mail to an address of which it is not told whether it has an account. */
type UserMail = Mail extends infer M ? (M extends Mail ? Omit<M, 'userId' | 'locale'> : never) : never

/**
 * Queues mails that a user has sent to other people: the only way by which what one user wrote reaches the mailbox of
 * another. Needs a verified address, so that nobody sends mails in another person's name, and is limited per sender and
 * per subject. They are not sent to who has blocked the sender, which the sender does not
 * notice (queueMail.ts).
 *
 * @param field of the form, for refusals
 * @returns the jobs, with the ids of the deliveries by address
 * @throws AppError INVALID if the sender's address is not verified, TOO_MANY beyond the day's mails
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
