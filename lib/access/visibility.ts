import type { EventContent } from '@/lib/calendar/event'
import { guestParticipant, type Participant, personKey } from '@/lib/calendar/participant'
import { type AttendedPart, attendedPart } from '@/lib/calendar/series/attended-part'
import type { Overrides, RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { DetailLevel } from '@/lib/calendar/shown-as'

/** The properties of an event that the visibility rule ({@link detailFor}) reads. Snapshots have all of them. */
export interface Restrictions {
  visibility: 'default' | 'private'
  createdBy: string | null
  attendees: readonly { userId: string | null }[]
  overrides?: Overrides
  /** Missing in snapshots from before events could be hidden. */
  hiddenFrom?: readonly string[]
}

/** A placement, with what the visibility of its event depends on. */
export interface PlacementView {
  home: boolean
  detail: DetailLevel
  /** The user who placed it; not needed for the home placement. */
  placedBy: string | null
  /** Level of that user in the event's home calendar; not needed for the home placement. */
  placerLevel: number | null
}

/** The user who reads, and their level in the placement's calendar (0: none, 1 freebusy … 4 owner). */
export interface PlacementViewer {
  userId: string
  level: number
}

/**
 * Returns the level of detail at which a viewer sees an event through a placement; undefined: for this viewer it does
 * not exist there. The rule of `visibleEvents` (visible-events.ts) in TypeScript, for single events that are loaded
 * already.
 */
export function detailFor(
  event: Restrictions,
  placement: PlacementView,
  viewer: PlacementViewer,
): DetailLevel | undefined {
  if (viewer.level < 1 || isHiddenFrom(event, viewer.userId) || !isActive(event, placement)) return undefined
  if (viewer.level < 2 || placement.detail === 'busy') return 'busy'
  const isReadable =
    event.visibility !== 'private' ||
    isCreatorOrAttendee(event, viewer.userId) ||
    (viewer.level >= 4 && ownersSeePrivate(event, placement))
  return isReadable ? placement.detail : 'busy'
}

/**
 * Returns the part of an event that a placement shows: of an attendee's placement, the occurrences that the attendee is
 * invited to. Undefined: all of it.
 */
export function shownPart(
  event: Parameters<typeof attendedPart>[0],
  start: RecurrenceId,
  { home, placedBy, placerLevel }: Omit<PlacementView, 'detail'>,
): AttendedPart | undefined {
  if (home || placedBy === null || (placerLevel ?? 0) >= 2) return undefined
  return attendedPart(event, start, (people) => people.some(({ userId }) => userId === placedBy))
}

/** Returns what is shown of an event, or of an earlier version of it. */
export function withPart<E extends EventContent>(event: E, part: AttendedPart | undefined): E {
  if (!part) return event
  const { isSingle, recurrence, overrides, own } = part
  return { ...event, ...own, recurrence, overrides, ...(isSingle && { attendees: [], groups: [] }) }
}

/**
 * Whether a viewer of the home calendar may read this snapshot of an event. A missing snapshot (before the event was
 * created, after it was deleted) reveals nothing.
 */
export function canReadVersion(
  version: Restrictions | null,
  { userId, isOwner }: { userId: string; isOwner: boolean },
): boolean {
  if (!version) return true
  const home = { home: true, detail: 'full', placedBy: null, placerLevel: null } as const
  return detailFor(version, home, { userId, level: isOwner ? 4 : 2 }) === 'full'
}

/** Whether a user attends an event, or any occurrence of it. */
export function isAttendee(
  { attendees, overrides = {} }: Pick<Restrictions, 'attendees' | 'overrides'>,
  userId: string,
): boolean {
  const ofOccurrences = Object.values(overrides).flatMap((override) => override.attendees ?? [])
  return [...attendees, ...ofOccurrences].some((attendee) => attendee.userId === userId)
}

/** Whether a guest without an account attends an event, or any occurrence of it. */
export function isGuest(
  { attendees, overrides = {} }: { attendees: readonly Participant[]; overrides?: Overrides },
  person: Pick<Participant, 'email' | 'name'>,
): boolean {
  const ofOccurrences = Object.values(overrides).flatMap((override) => override.attendees ?? [])
  const key = personKey(guestParticipant(person))
  return [...attendees, ...ofOccurrences].some((attendee) => personKey(attendee) === key)
}

export function isHiddenFrom({ hiddenFrom = [] }: Restrictions, userId: string): boolean {
  return hiddenFrom.includes(userId)
}

function isActive(event: Restrictions, { home, placedBy, placerLevel }: PlacementView): boolean {
  if (home || placedBy === null) return home
  return ((placerLevel ?? 0) >= 2 || isAttendee(event, placedBy)) && !isHiddenFrom(event, placedBy)
}

function ownersSeePrivate(event: Restrictions, { home, placedBy, placerLevel }: PlacementView): boolean {
  return home || (placerLevel ?? 0) >= 4 || (placedBy !== null && isCreatorOrAttendee(event, placedBy))
}

function isCreatorOrAttendee(event: Restrictions, userId: string): boolean {
  return event.createdBy === userId || isAttendee(event, userId)
}
