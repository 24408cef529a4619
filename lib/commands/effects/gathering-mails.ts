import { and, eq, inArray, isNotNull, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { gatheringParticipants } from '@/db/schema/gatherings'
import { users } from '@/db/schema/users'
import { takeAttempts } from '@/lib/access/attempts'
import { guestToken } from '@/lib/access/guest-tokens'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { addressesIn } from '@/lib/calendar/participant'
import { queueMails } from '@/lib/commands/rows/deliveries'
import type { Mail } from '@/lib/mail/mails'
import { isMailEnabled } from '@/lib/mail/send'
import { mailedWhen } from '@/lib/mail/when-text'
import { canMailParticipants } from '@/lib/queries/gatherings'
import type { Job } from '@/lib/queue'

type Gathering = Pick<GatheringRow, 'id' | 'slug' | 'title' | 'organizerId' | 'timeZone'>
type Template = 'gathering-invitation' | 'gathering-joined' | 'gathering-changed' | 'gathering-cancelled'

/** Returns the path of the personal link of a participant without an account. */
export function participantPath({ slug }: Pick<GatheringRow, 'slug'>, participant: string): string {
  return `/g/${slug}/${guestToken(participant, 'gathering')}`
}

/**
 * Queues mails to participants without an account who have an address, with their personal links, in the name of the
 * organizer. None are sent if the organizer's own address is not verified, or to addresses that have blocked the
 * organizer.
 * @param which condition for the participants
 */
export async function mailParticipants(
  tx: Tx,
  gathering: Gathering,
  template: Template,
  which: SQL | undefined,
): Promise<Job[]> {
  if (!(await canMailParticipants(tx, gathering.id))) return []
  // A cancellation concerns those, too, who want no other mails.
  const isForAll = template === 'gathering-cancelled'
  const people = await recipients(tx, gathering.id, and(isForAll ? undefined : isSubscribed, which))
  if (!people.length) return []
  const sender = await senderOf(tx, gathering.organizerId)
  return queueMails(
    tx,
    people.map((person): Mail => {
      const path = participantPath(gathering, person.id)
      const data = { path, gathering: gathering.title, inviter: sender.name }
      return { ...envelope(person, sender), template, data }
    }),
  )
}

/** Returns the condition that a participant's address is not among the guests of an event. */
export function isNotAmong(event: Parameters<typeof addressesIn>[0]): SQL | undefined {
  const addresses = addressesIn(event)
  const { email, contactEmail } = gatheringParticipants
  return addresses.length ? notInArray(sql`lower(coalesce(${email}, ${contactEmail}))`, addresses) : undefined
}

/** Queues invitations to new participants. */
export function mailInvitations(tx: Tx, gathering: Gathering, ids: readonly string[]): Promise<Job[]> {
  return mailParticipants(tx, gathering, 'gathering-invitation', inArray(gatheringParticipants.id, [...ids]))
}

/** Maximum number of cancellations per day: a gathering can be reopened and cancelled again. */
const MAX_CANCELLATIONS = 3

/**
 * Tells participants that the gathering was cancelled.
 * @param which condition for the participants
 */
export async function mailCancellation(tx: Tx, gathering: Gathering, which: SQL | undefined): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const limit = { by: `gathering-cancelled:${gathering.id}`, max: MAX_CANCELLATIONS, minutes: 24 * 60 }
  if (!(await takeAttempts(tx, limit, 1))) return []
  return mailParticipants(tx, gathering, 'gathering-cancelled', which)
}

/** Tells those who have voted that slots were moved or removed, at most once an hour. */
export async function mailChangedSlots(tx: Tx, gathering: Gathering): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const limit = { by: `gathering-changed:${gathering.id}`, max: 1, minutes: 60 }
  if (!(await takeAttempts(tx, limit, 1))) return []
  return mailParticipants(tx, gathering, 'gathering-changed', isNotNull(gatheringParticipants.votedAt))
}

/** Reminds the participants who have not voted of a deadline, each once. */
export async function mailReminders(
  tx: Tx,
  gathering: Gathering & Pick<GatheringRow, 'deadline'>,
  now: Date,
): Promise<Job[]> {
  if (!gathering.deadline || !(await canMailParticipants(tx, gathering.id))) return []
  const { votedAt, remindedAt } = gatheringParticipants
  const people = await recipients(tx, gathering.id, and(isSubscribed, isNull(votedAt), isNull(remindedAt)))
  if (!people.length) return []
  await tx
    .update(gatheringParticipants)
    .set({ remindedAt: now })
    .where(
      inArray(
        gatheringParticipants.id,
        people.map(({ id }) => id),
      ),
    )
  const sender = await senderOf(tx, gathering.organizerId)
  const [at, zone] = [gathering.deadline, gathering.timeZone]
  const span = { type: 'timed', start: at, startZone: zone, end: at, endZone: zone } as const
  const mails = people.map(async (person): Promise<Mail> => {
    const path = participantPath(gathering, person.id)
    const when = await mailedWhen(span, zone, person.locale ?? sender.locale)
    const data = { path, gathering: gathering.title, inviter: sender.name, when }
    return { ...envelope(person, sender), template: 'gathering-reminder', data }
  })
  return queueMails(tx, await Promise.all(mails))
}

const isSubscribed = eq(gatheringParticipants.unsubscribed, false)

interface Recipient {
  id: string
  email: string
  locale: string | null
}

async function recipients(tx: Tx, gathering: string, which: SQL | undefined): Promise<Recipient[]> {
  const { id, gatheringId, userId, email, contactEmail, locale, revokedAt } = gatheringParticipants
  return tx
    .select({ id, email: sql<string>`coalesce(${email}, ${contactEmail})`, locale })
    .from(gatheringParticipants)
    .where(
      and(
        ...[eq(gatheringId, gathering), isNull(userId), isNull(revokedAt)],
        ...[or(isNotNull(email), isNotNull(contactEmail)), which],
      ),
    )
}

async function senderOf(tx: Tx, id: string): Promise<{ id: string; name: string; locale: string }> {
  const { name, locale } = users
  const [sender] = await tx.select({ id: users.id, name, locale }).from(users).where(eq(users.id, id))
  return sender!
}

function envelope({ id, email, locale }: Recipient, sender: { id: string; locale: string }) {
  const unsubscribe = `/unsubscribe/${guestToken(id, 'gathering-unsubscribe')}`
  return { to: email, userId: null, locale: locale ?? sender.locale, sender: sender.id, unsubscribe }
}
