import type { Tx } from '@/db/client'
import { type Limit, recordAttempt } from '@/lib/access/attempts'
import type { UserRow } from '@/lib/access/nouns/user'
import { queueMail } from '@/lib/commands/rows/deliveries'
import { fieldError } from '@/lib/errors'
import type { Mail } from '@/lib/mail/mails'
import type { Job } from '@/lib/queue'
import { MAX_ATTENDEES } from '@/lib/schemas/choices'
import { MAX_INVITATION_MAILS } from '@/lib/schemas/invitations'

const DAY_MINUTES = 24 * 60

/** A mail that a user sends to an address, with or without an account. */
type UserMail = Mail extends infer M ? (M extends Mail ? Omit<M, 'userId' | 'locale'> : never) : never

type Sender = Pick<UserRow, 'id' | 'locale' | 'emailVerified'>

/** Limits of the mails that a user sends to other people per day. Each kind of mail is counted on its own. */
const MAIL_LIMITS = {
  /** To groups and calendars. */
  invitations: { name: 'mails', max: MAX_INVITATION_MAILS },
  /** To events. */
  guests: { name: 'guest-mails', max: MAX_ATTENDEES },
  /** To visitors of open gatherings, so that these do not use up the mails to guests. */
  visitors: { name: 'visitor-mails', max: MAX_ATTENDEES },
} as const

/** Returns the limit of the mails that a user sends per day. */
export function mailLimit(userId: string, kind: keyof typeof MAIL_LIMITS): Limit {
  const { name, max } = MAIL_LIMITS[kind]
  return { by: `${name}-by:${userId}`, max, minutes: DAY_MINUTES }
}

/**
 * Limits the mails that a user sends to other people per day: those of the sender, and those about one group, calendar
 * or event. Refuses senders without a verified address, which prevents mails in the name of another person.
 *
 * @param about key of the group, calendar or event that the mails are about
 * @param field of the form, for refusals
 * @throws AppError INVALID if the sender's address is not verified, TOO_MANY beyond the limits
 */
export async function limitUserMails(
  tx: Tx,
  sender: Sender,
  about: string,
  field: string,
  count: number,
  kind: keyof typeof MAIL_LIMITS = 'invitations',
): Promise<void> {
  if (!sender.emailVerified) throw fieldError(field, 'unverified_address')
  const limit = mailLimit(sender.id, kind)
  await recordAttempt([limit, { ...limit, by: `mails-about:${about}` }], tx, count)
}

/**
 * Queues mails from a user to other people: the only way by which text of one user reaches the mailbox of another.
 * Call {@link limitUserMails} in the command. Mails to an address that has blocked the sender are not sent, which
 * the sender does not notice (jobs/deliver-mail.ts).
 * @returns the jobs, with the ids of the deliveries by address
 */
export async function queueUserMails(
  tx: Tx,
  sender: Pick<Sender, 'id' | 'locale'>,
  mails: readonly UserMail[],
): Promise<{ jobs: Job[]; deliveries: ReadonlyMap<string, string> }> {
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
