import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { recordAttempt } from '@/lib/access/attempts'
import { guestToken } from '@/lib/access/guest-tokens'
import type { EventRow } from '@/lib/access/nouns/event'
import type { UserRow } from '@/lib/access/nouns/user'
import { answerLookup, countedStatus } from '@/lib/calendar/answers'
import { spanFromRow } from '@/lib/calendar/span'
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
 * notification, guests by mail. Returns the number of reminded people.
 */
export const askAgain = command({
  name: 'askAgain',
  input: schemas.askAgain,
  output: countOutput,
  on: ({ event }) => ({ self: ['own', 'self', null], event: ['write', 'event', event] }),
  async run({ tx, grants }) {
    const [self, event] = [grants.self.row, grants.event.row]
    const series = { span: spanFromRow(event), recurrence: event.recurrence, overrides: event.overrides }
    const lookup = answerLookup(series, event.answers)
    const pending = event.attendees.filter((person) => countedStatus(lookup(person, null)) === 'needs-action')
    const users = pending.flatMap(({ userId }) => (userId && userId !== self.id ? userId : []))
    const addresses = pending.flatMap(({ userId, email }) => (userId ? [] : (email ?? [])))
    const links = isMailEnabled() ? await reachableLinks(tx, event.id, addresses) : []
    const count = users.length + links.length
    if (!count) return { result: { count }, changes: [] }
    await recordAttempt([{ by: `ask-again:${event.id}`, max: 1, minutes: DAY_MINUTES }], tx)
    const { changes, jobs } = await notify(
      tx,
      users.map((userId) => ({ userId, kind: 'invited', eventId: event.id })),
    )
    return { result: { count }, changes, jobs: [...jobs, ...(await remindGuests(tx, self, event, links))] }
  },
})

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

async function remindGuests(tx: Tx, self: UserRow, event: EventRow, links: readonly Link[]): Promise<Job[]> {
  if (!links.length) return []
  await limitUserMails(tx, self, `event:${event.id}`, 'attendees', links.length, 'guests')
  const when = await mailedWhen(spanFromRow(event), event.startZone ?? self.timeZone, self.locale)
  const mails = links.map(({ id, email }) => ({
    to: email!,
    template: 'ask-again' as const,
    data: { path: `/g/${guestToken(id, 'page')}`, event: event.title, when, inviter: self.name },
  }))
  return (await queueUserMails(tx, self, mails)).jobs
}
