import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { recordAttempt } from '@/lib/access/attempts'
import { guestToken } from '@/lib/access/guest-tokens'
import type { EventRow } from '@/lib/access/nouns/event'
import type { UserRow } from '@/lib/access/nouns/user'
import { answerLookup, countedStatus } from '@/lib/calendar/answers'
import { type Participant, personKey } from '@/lib/calendar/participant'
import { type Occurrence, occurrenceAt } from '@/lib/calendar/series/series'
import { instantsOf, spanFromRow } from '@/lib/calendar/span'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import { notify } from '@/lib/commands/effects/notify'
import { limitUserMails, queueUserMails } from '@/lib/commands/effects/user-mails'
import { command } from '@/lib/commands/pipeline/execute'
import { isMailEnabled } from '@/lib/mail/send'
import { mailedWhen } from '@/lib/mail/when-text'
import type { Job } from '@/lib/queue'
import * as schemas from '@/lib/schemas/answers'
import { countOutput } from '@/lib/schemas/outputs'

const DAY_MINUTES = 24 * 60

/**
 * Reminds the attendees who have not answered, or whose answer is outdated, at most once a day: users by a
 * notification, guests by mail. Attendees of single occurrences are reminded of the first that is not over. Returns the
 * number of reminded people.
 */
export const askAgain = command({
  name: 'askAgain',
  input: schemas.askAgain,
  output: countOutput,
  on: ({ event }) => ({ self: ['own', 'self', null], event: ['write', 'event', event] }),
  async run({ tx, grants, now }) {
    const [self, event] = [grants.self.row, grants.event.row]
    const pending = pendingInvitations(event, now.getTime(), self.timeZone)
    const users = pending.flatMap(({ person: { userId }, occurrence }) =>
      userId && userId !== self.id ? { userId, recurrenceId: occurrence?.id ?? null } : [],
    )
    const guests = new Map(
      pending.flatMap(({ person: { userId, email }, occurrence }) =>
        userId || !email ? [] : [[email, occurrence]],
      ),
    )
    const links = isMailEnabled() ? await reachableLinks(tx, event.id, [...guests.keys()]) : []
    const count = users.length + links.length
    if (!count) return { result: { count }, changes: [] }
    await recordAttempt([{ by: `ask-again:${event.id}`, max: 1, minutes: DAY_MINUTES }], tx)
    const { changes, jobs } = await notify(
      tx,
      users.map((user) => ({ ...user, kind: 'invited', eventId: event.id })),
    )
    const mails = await remindGuests(tx, self, event, links, guests)
    return { result: { count }, changes, jobs: [...jobs, ...mails] }
  },
})

/** An attendee who has not answered. `occurrence` is null if the invitation is to the event or series as a whole. */
interface PendingInvitation {
  person: Participant
  occurrence: Occurrence | null
}

/** Returns the attendees who have not answered, each once. Those of the series come before those of occurrences. */
function pendingInvitations(event: EventRow, now: Instant, zone: Zone): PendingInvitation[] {
  const { recurrence, overrides } = event
  const series = { span: spanFromRow(event), recurrence, overrides }
  const lookup = answerLookup(series, event.answers, event.managed)
  const upcoming = Object.keys(overrides)
    .flatMap((id) => (overrides[id]!.attendees && occurrenceAt(series, id)) || [])
    .filter(({ span, override }) => instantsOf(span, zone).to > now && override!.status !== 'cancelled')
    .sort((a, b) => instantsOf(a.span, zone).from - instantsOf(b.span, zone).from)
  const pending = new Map<string, PendingInvitation>()
  const add = (people: readonly Participant[], occurrence: Occurrence | null) => {
    for (const person of people) {
      const isAnswered = countedStatus(lookup(person, occurrence?.id ?? null)) !== 'needs-action'
      if (!isAnswered && !pending.has(personKey(person)))
        pending.set(personKey(person), { person, occurrence })
    }
  }
  add(event.attendees, null)
  for (const occurrence of upcoming) add(occurrence.override!.attendees!, occurrence)
  return [...pending.values()]
}

type Link = Pick<typeof guestLinks.$inferSelect, 'id' | 'email'>

/** Returns the links of guests who may be mailed. */
async function reachableLinks(tx: Tx, eventId: string, addresses: readonly string[]): Promise<Link[]> {
  if (!addresses.length) return []
  return tx
    .select({ id: guestLinks.id, email: guestLinks.email })
    .from(guestLinks)
    .where(
      and(
        eq(guestLinks.eventId, eventId),
        inArray(guestLinks.email, [...addresses]),
        isNull(guestLinks.revokedAt),
        eq(guestLinks.unsubscribed, false),
      ),
    )
}

async function remindGuests(
  tx: Tx,
  self: UserRow,
  event: EventRow,
  links: readonly Link[],
  guests: ReadonlyMap<string, Occurrence | null>,
): Promise<Job[]> {
  if (!links.length) return []
  await limitUserMails(tx, self, `event:${event.id}`, 'attendees', links.length, 'guests')
  const mails = await Promise.all(
    links.map(async ({ id, email }) => {
      const occurrence = guests.get(email!)
      const { span, override } = occurrence ?? { span: spanFromRow(event), override: undefined }
      const when = await mailedWhen(span, event.startZone ?? self.timeZone, self.locale)
      const data = { event: override?.title ?? event.title, when, inviter: self.name }
      const path = `/g/${guestToken(id, 'page')}`
      // A series may go on after its first occurrence.
      const until = event.recurrence && !occurrence ? undefined : instantsOf(span, self.timeZone).to
      return { to: email!, template: 'ask-again' as const, data: { ...data, path }, until }
    }),
  )
  return (await queueUserMails(tx, self, mails)).jobs
}
