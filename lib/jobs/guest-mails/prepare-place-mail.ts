import { db, type Tx } from '@/db/client'
import type { deliveries } from '@/db/schema/deliveries'
import { guestToken } from '@/lib/access/guest-tokens'
import type { EventRow } from '@/lib/access/nouns/event'
import { END_OF_TIME, occurrences } from '@/lib/calendar/series/series'
import { boundsOf, type Span, spanFromRow } from '@/lib/calendar/span'
import { type RenderedMail, renderMail } from '@/lib/mail/templates'
import { mailedWhen } from '@/lib/mail/when-text'
import { limitedEvents, placeOf } from '@/lib/queries/limited-events'
import { loadMailedGuest } from './guest'
import { getsOnlyCancellations, readEventAsGuest } from './next-guest-mail'

/**
 * Renders a mail to a guest who got a place, or lost it and waits; undefined if that is no longer true, the event is
 * over, or the guest may not be mailed.
 */
export async function preparePlaceMail({
  guestLinkId,
  data,
}: Pick<typeof deliveries.$inferSelect, 'guestLinkId' | 'data'>): Promise<
  { mail: RenderedMail } | undefined
> {
  const place = (data as { isWaiting: boolean }).isWaiting ? 'waiting' : 'place'
  const found = guestLinkId && (await db.transaction((tx) => readGuest(tx, guestLinkId, place)))
  if (!found) return undefined
  const { guest, title, span } = found
  const values = {
    path: `/g/${guestToken(guest.link, 'page')}`,
    event: title,
    when: await mailedWhen(span, span.type === 'timed' ? span.startZone : 'UTC', guest.locale),
  }
  const unsubscribe = `/unsubscribe/${guestToken(guest.link, 'unsubscribe')}`
  const mail = await renderMail(`guest-${place}`, values, guest.locale, unsubscribe)
  return {
    mail: { ...mail, replyTo: guest.organizer.email, ...(guest.sent && { thread: guest.sent.messageId }) },
  }
}

/** Reads a guest and the event, or its next occurrence, if the guest still has the place or waits for one. */
async function readGuest(tx: Tx, link: string, place: 'place' | 'waiting') {
  const guest = await loadMailedGuest(tx, link)
  if (!guest || getsOnlyCancellations(guest)) return undefined
  const event = await readEventAsGuest(tx, guest)
  const span = event && event.status !== 'cancelled' ? nextSpan(event, Date.now()) : undefined
  if (!event || !span) return undefined
  const limited = (await limitedEvents(tx, [event.id], [event.id])).get(event.id)
  const person = { userId: null, email: guest.email, name: null }
  return limited && placeOf(limited, person) === place ? { guest, title: event.title, span } : undefined
}

/** Returns the time of an event or of the next occurrence of a series; undefined if it is over. */
function nextSpan(event: EventRow, now: number): Span | undefined {
  const { recurrence, overrides } = event
  const span = spanFromRow(event)
  if (recurrence)
    return occurrences({ span, recurrence, overrides }, { from: now, to: END_OF_TIME }, 1)[0]?.span
  return boundsOf(span).to < now ? undefined : span
}
