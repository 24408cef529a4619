import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { calendars } from '@/db/schema/calendars'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { guestParticipant, type Participant, personKey } from '@/lib/calendar/participant'
import { mapAttendees } from '@/lib/calendar/series/map-attendees'
import { type Actor, type GuestPerson, isOpenLink } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { isGuest } from '../visibility'
import type { EventRow } from './event'
import { answersOf, attendeesOf } from './event-columns'
import { afterLock } from './event-lock'

/**
 * Loads the event of a guest's link, while the link is not revoked and the guest attends the event or an occurrence of
 * it. A guest sees all of the event except other people and calendars: only the guest's own attendee and answers. The
 * holder of an open link may read the event and join it.
 */
export async function loadInvitedEvent(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'event'>,
): Promise<LoadedTarget<EventRow, 'event'> | undefined> {
  if (actor.kind !== 'guest' || actor.event !== id) return undefined
  const select = tx
    .select({ row: events, calendarId: placements.calendarId, attendees: attendeesOf, answers: answersOf })
    .from(events)
    .innerJoin(guestLinks, and(eq(guestLinks.eventId, events.id), isLinkOf(actor.link, actor.person)))
    .innerJoin(placements, and(eq(placements.eventId, events.id), placements.home))
    .innerJoin(calendars, and(eq(calendars.id, placements.calendarId), isNull(calendars.deletedAt)))
    .where(and(eq(events.id, id), isNull(events.deletedAt)))
  const [found] = verb === 'read' ? await select : await afterLock(tx, [id], select)
  const isOpen = isOpenLink(actor.person)
  if (!found || !(isOpen || isGuest({ ...found.row, attendees: found.attendees }, actor.person)))
    return undefined
  const { row, calendarId } = found
  const self = personKey(guestParticipant(actor.person))
  const own = <P extends Participant>(people: readonly P[]) =>
    isOpen ? [] : people.filter((person) => personKey(person) === self)
  return {
    row: {
      ...row,
      ...{
        calendarId,
        via: calendarId,
        calendarOwner: null,
        level: undefined,
        placements: [],
        invitedIn: [],
        hiddenPlacements: 0,
        names: {},
      },
      attendees: own(found.attendees),
      answers: own(found.answers),
      hiddenFrom: [],
      groups: [],
      overrides: mapAttendees(row.overrides, own),
      shown: 'full',
    },
    isVisible: true,
    allows: (verb) => verb === 'read' || verb === (isOpen ? 'join' : 'answer'),
  }
}

/** Condition for a link that is not revoked and belongs to the guest, or is open. */
function isLinkOf(link: string, { email, name }: GuestPerson) {
  const isOwner = and(
    email === null ? isNull(guestLinks.email) : eq(guestLinks.email, email.toLowerCase()),
    email !== null || name === null ? isNull(guestLinks.name) : eq(guestLinks.name, name),
  )
  return and(eq(guestLinks.id, link), isNull(guestLinks.revokedAt), isOwner)
}
