import type { Tx } from '@/db/client'
import { type Limit, takeAttempts } from '@/lib/access/attempts'
import { invitationMailsJob, queueGuestMails } from '@/lib/commands/effects/guest-mails'
import type { Job } from '@/lib/queue'
import type { NextGuestMail } from './next-guest-mail'

/** Maximum number of mails to guests per organizer and day: twice the guests of the largest event. */
export const MAX_GUEST_MAILS = 1000

/** Maximum number of mails about an event to one guest per day. */
export const MAX_MAILS_PER_GUEST = 10

/** Time after which mails beyond a limit are planned again. */
const DEFERRAL_MS = 60 * 60_000

/** The part of a planned mail that is needed to queue it. */
export interface MailToQueue {
  guest: NextGuestMail['guest']
  planned: Pick<NextGuestMail['planned'], 'method'>
}

/** Returns the limit of mails to guests of an organizer. */
export function organizerLimit(organizer: string): Limit {
  return { by: `mails-to-guests:${organizer}`, max: MAX_GUEST_MAILS, minutes: 24 * 60 }
}

/**
 * Queues mails about one event within the limits. The rest is planned again later, from the state at that time.
 * Cancellations are counted, but not deferred: they have to arrive before the event.
 */
export async function queueWithinLimits(tx: Tx, mails: readonly MailToQueue[]): Promise<Job[]> {
  const [first] = mails
  if (!first) return []
  const { event, organizer } = first.guest
  const cancels = mails.filter(({ planned }) => planned.method === 'CANCEL')
  const others = mails.filter(
    ({ guest, planned }) => planned.method !== 'CANCEL' && guest.mailedToday < MAX_MAILS_PER_GUEST,
  )
  const taken = await takeAttempts(tx, organizerLimit(organizer.id), others.length, cancels.length)
  const queued = [...cancels, ...others.slice(0, taken)].map(({ guest }) => guest)
  const jobs = await queueGuestMails(tx, event.id, organizer.id, queued)
  if (queued.length === mails.length) return jobs
  return [...jobs, invitationMailsJob(event.id, new Date(Date.now() + DEFERRAL_MS), 'deferred')]
}
