import type { Tx } from '@/db/client'
import { grant } from '@/lib/access/grant'
import type { EventRow } from '@/lib/access/nouns/event'
import { contentOf } from '@/lib/calendar/edits/content'
import { boundsOfSeries } from '@/lib/calendar/series/series'
import { type GuestInvitation, guestInvitationOf } from '@/lib/calendar/server/itip/guest-invitation'
import {
  nextCancellation,
  nextMessage,
  type PlannedMessage,
  seriesOf,
} from '@/lib/calendar/server/itip/next-message'
import { type SentInvitation, sentInvitationOf } from '@/lib/calendar/server/itip/sent-invitation'
import { AppError } from '@/lib/errors'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { loadMailedGuest, type MailedGuest } from './guest'

/** The next mail to a guest. */
export interface NextGuestMail {
  guest: MailedGuest
  planned: PlannedMessage
  /** The event as the guest may see it now; null after the guest was removed, or the event deleted. */
  invitation: GuestInvitation | null
  sequence: number
}

/** Returns the mail to a guest about changes since the last mail; undefined without changes. */
export async function nextGuestMail(tx: Tx, link: string, now: number): Promise<NextGuestMail | undefined> {
  const guest = await loadMailedGuest(tx, link)
  return guest && planGuestMail(guest, await readEventAsGuest(tx, guest), now)
}

/**
 * Plans the next mail to a loaded guest.
 * @param event the event as the guest may see it
 */
export function planGuestMail(
  guest: MailedGuest,
  event: EventRow | undefined,
  now: number,
): NextGuestMail | undefined {
  const invitation = event
    ? guestInvitationOf(contentOf(snapshotOf(event)), event.answers, guest.email)
    : null
  const sent = guest.sent?.content ?? null
  const current = invitation && sentInvitationOf(invitation)
  if (isOver(sent, now) && isOver(current, now)) return undefined
  const planned = getsOnlyCancellations(guest)
    ? nextCancellation(sent, current, guest.isContinued)
    : nextMessage(sent, current)
  if (!planned) return undefined
  // RFC 5546 §2.1.4: a cancellation, and an invitation after it, exceed what was sent before.
  const sequence = Math.max(guest.event.sequence, (guest.sent?.sequence ?? -1) + 1)
  return { guest, planned, invitation, sequence }
}

/**
 * Checks whether a guest gets neither invitations nor updates: by choice, or because the organizer is suspended or has
 * no verified address.
 */
export function getsOnlyCancellations({ isUnsubscribed, organizer }: MailedGuest): boolean {
  return isUnsubscribed || organizer.isSuspended || !organizer.isVerified
}

/** Reads the event with the permissions of the guest. */
export async function readEventAsGuest(
  tx: Tx,
  { link, email, event }: MailedGuest,
): Promise<EventRow | undefined> {
  const actor = { kind: 'guest', link, event: event.id, person: { email, name: null } } as const
  try {
    return (await grant(tx, actor, 'read', 'event', event.id)).row
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** Checks whether an invitation lies entirely in the past: nothing is mailed about it. */
function isOver(sent: SentInvitation | null, now: number): boolean {
  if (!sent) return true
  const ends = Object.values(sent.occurrences).map(({ span }) => boundsOfSeries({ ...NO_SERIES, span }).to)
  if (sent.event) ends.push(boundsOfSeries(seriesOf(sent)).to)
  return Math.max(...ends) < now
}

const NO_SERIES = { recurrence: null, overrides: {} }
