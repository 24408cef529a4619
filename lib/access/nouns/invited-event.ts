import { and, eq, exists, isNull, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { calendars } from '@/db/schema/calendars'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { guestParticipant, type Participant, personKey } from '@/lib/calendar/participant'
import { attendedPart } from '@/lib/calendar/series/attended-part'
import { mapAttendees } from '@/lib/calendar/series/map-attendees'
import { spanFromRow } from '@/lib/calendar/span'
import { type Actor, type GuestPerson, isPublicLink } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { isGuest } from '../visibility'
import { type EventRow, partColumns } from './event'
import { answersOf, attachmentsOf, attendeesOf } from './event-columns'
import { lockEventsAndRead } from './event-lock'

/**
 * Loads the event of a guest's link, while the link is not revoked and the guest attends the event or an occurrence of
 * it. A guest sees what they are invited to, without other people and calendars: only the guest's own attendee and
 * answers. The holder of a public link may read the event without its attachments, and join it.
 */
export async function loadInvitedEvent(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'event'>,
): Promise<LoadedTarget<EventRow, 'event'> | undefined> {
  if (actor.kind !== 'guest' || actor.event !== id) return undefined
  const isLive = and(eq(guestLinks.eventId, id), isLinkOf(actor.link, actor.person))
  const select = selectEvent(tx, id, isLive)
  const [found] = verb === 'read' ? await select : await lockEventsAndRead(tx, [id], select)
  const row = found && readableBy(found, actor.person, verb === 'read')
  if (!row) return undefined
  const isPublic = isPublicLink(actor.person)
  return {
    row,
    isVisible: true,
    allows: (verb) => {
      if (verb === 'comment') return !isPublic && canGuestComment(row)
      return verb === 'read' || verb === (isPublic ? 'join' : 'answer')
    },
  }
}

/** Whether an attending guest may read and write comments. Comments are about the whole event, not an occurrence. */
export function canGuestComment({ guestsMayComment, part }: EventRow): boolean {
  return guestsMayComment && !part?.isSingle
}

/**
 * Loads an event once for a job that mails many guests of it. Returns a function from a guest to what the guest may
 * read. The caller must have checked the guest's link.
 */
export async function loadEventForGuests(
  tx: Tx,
  id: string,
): Promise<(person: GuestPerson) => EventRow | undefined> {
  const [found] = await selectEvent(tx, id)
  return (person) => found && readableBy(found, person, true)
}

/** Selects an event that is not deleted, nor in a deleted calendar. */
function selectEvent(tx: Tx, id: string, link?: SQL) {
  return tx
    .select({
      ...{ row: events, calendarId: placements.calendarId },
      ...{ attendees: attendeesOf, answers: answersOf, attachments: attachmentsOf },
    })
    .from(events)
    .innerJoin(placements, and(eq(placements.eventId, events.id), placements.home))
    .innerJoin(calendars, and(eq(calendars.id, placements.calendarId), isNull(calendars.deletedAt)))
    .where(
      and(
        eq(events.id, id),
        isNull(events.deletedAt),
        link && exists(tx.select().from(guestLinks).where(link)),
      ),
    )
}

type SelectedEvent = Awaited<ReturnType<typeof selectEvent>>[number]

/** Returns what a guest may read of an event; undefined if the guest does not attend it. */
function readableBy(
  { row, calendarId, attendees, answers, attachments }: SelectedEvent,
  guest: GuestPerson,
  isReadOnly: boolean,
): EventRow | undefined {
  const isPublic = isPublicLink(guest)
  if (!isPublic && !isGuest({ ...row, attendees }, guest)) return undefined
  const self = personKey(guestParticipant(guest))
  const ownOf = <P extends Participant>(people: readonly P[]) =>
    isPublic ? [] : people.filter((person) => personKey(person) === self)
  const isInvited = (people: readonly Participant[]) => ownOf(people).length > 0
  const part = (!isPublic && attendedPart({ ...row, attendees }, spanFromRow(row).start, isInvited)) || null
  const shown = { ...row, attendees, ...(isReadOnly && part && partColumns(row, part)) }
  return {
    ...shown,
    ...{ calendarId, via: calendarId, calendarOwner: null, level: undefined, placements: [], invitedIn: [] },
    ...{
      hiddenPlacements: 0,
      names: {},
      managed: [],
      colors: {},
      hiddenFrom: [],
      groups: [],
      shown: 'full',
      part,
    },
    attendees: ownOf(shown.attendees),
    answers: ownOf(answers),
    // A public link may be forwarded to anyone.
    attachments: isPublic ? [] : attachments,
    overrides: mapAttendees(shown.overrides, ownOf),
  }
}

/**
 * Returns the condition for the actor's link: it is not revoked and belongs to this guest, or to no guest if it is
 * public.
 */
function isLinkOf(link: string, { email, name }: GuestPerson) {
  const isOfGuest = and(
    email === null ? isNull(guestLinks.email) : eq(guestLinks.email, email.toLowerCase()),
    email !== null || name === null ? isNull(guestLinks.name) : eq(guestLinks.name, name),
  )
  return and(eq(guestLinks.id, link), isNull(guestLinks.revokedAt), isOfGuest)
}
