import { and, eq, inArray, isNotNull, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { gatheringParticipants, gatheringVotes } from '@/db/schema/gatherings'
import { users } from '@/db/schema/users'
import { countAttempts, takeAttempts } from '@/lib/access/attempts'
import { guestToken } from '@/lib/access/guest-tokens'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { addressesIn } from '@/lib/calendar/participant'
import type { Span } from '@/lib/calendar/span'
import { queueMails } from '@/lib/commands/rows/deliveries'
import type { Mail } from '@/lib/mail/mails'
import { isMailEnabled } from '@/lib/mail/send'
import { mailedWhen } from '@/lib/mail/when-text'
import { canMailParticipants } from '@/lib/queries/gatherings'
import type { Job } from '@/lib/queue'

type Gathering = Pick<GatheringRow, 'id' | 'slug' | 'title' | 'organizerId' | 'timeZone'>
type Template =
  | 'gathering-invitation'
  | 'gathering-asked-again'
  | 'gathering-joined'
  | 'gathering-changed'
  | 'gathering-cancelled'

/** Maximum number of mails per day that a time was chosen, and that a gathering was cancelled: it can be reopened. */
const MAX_PER_DAY = 3

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

/**
 * Tells participants that the gathering was cancelled.
 * @param which condition for the participants
 */
export async function mailCancellation(tx: Tx, gathering: Gathering, which: SQL | undefined): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const limit = { by: `gathering-cancelled:${gathering.id}`, max: MAX_PER_DAY, minutes: 24 * 60 }
  if (!(await takeAttempts(tx, limit, 1))) return []
  return mailParticipants(tx, gathering, 'gathering-cancelled', which)
}

/**
 * Tells those who have voted that slots were moved or removed, at most once an hour: changes after a mail are told by a
 * job when the hour ends.
 * @param changedAt time of the last change: participants who have voted since know the slots
 */
export async function mailChangedSlots(tx: Tx, gathering: Gathering, changedAt: Date): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const { id } = gathering
  const { count, age } = singleRow(
    await tx.execute<{ count: number; age: number }>(countAttempts(`gathering-changed:${id}`, 60)),
  )
  if (count > 1) {
    // `age` is rounded.
    const runAt = new Date(Date.now() + (60 * 60 - age + 2) * 1000)
    const payload = { gathering: id, changedAt: changedAt.toISOString() }
    return [{ name: 'gathering-changed', payload, runAt, key: `gathering-changed:${id}` }]
  }
  // Votes for removed slots stay.
  const hasVoted = sql`exists (select 1 from ${gatheringVotes} v where v.participant_id = ${gatheringParticipants.id})
    and not coalesce(${gatheringParticipants.votedAt} > ${changedAt.toISOString()}::timestamptz, false)`
  return mailParticipants(tx, gathering, 'gathering-changed', hasVoted)
}

/** Tells participants without an account the time that was chosen. @param which condition for the participants */
export async function mailLocked(
  tx: Tx,
  gathering: Gathering,
  span: Span,
  which: SQL | undefined,
): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const limit = { by: `gathering-locked:${gathering.id}`, max: MAX_PER_DAY, minutes: 24 * 60 }
  if (!(await takeAttempts(tx, limit, 1)) || !(await canMailParticipants(tx, gathering.id))) return []
  const people = await recipients(tx, gathering.id, and(isSubscribed, which))
  return mailWithTime(tx, gathering, 'gathering-locked', people, span)
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
  const [at, zone] = [gathering.deadline, gathering.timeZone]
  const span = { type: 'timed', start: at, startZone: zone, end: at, endZone: zone } as const
  return mailWithTime(tx, gathering, 'gathering-reminder', people, span)
}

/** Queues mails that name a time, in the zone of the gathering. */
async function mailWithTime(
  tx: Tx,
  gathering: Gathering,
  template: 'gathering-reminder' | 'gathering-locked',
  people: readonly Recipient[],
  span: Span,
): Promise<Job[]> {
  if (!people.length) return []
  const sender = await senderOf(tx, gathering.organizerId)
  const mails = people.map(async (person): Promise<Mail> => {
    const path = participantPath(gathering, person.id)
    const when = await mailedWhen(span, gathering.timeZone, person.locale ?? sender.locale)
    const data = { path, gathering: gathering.title, inviter: sender.name, when }
    return { ...envelope(person, sender), template, data }
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
