import type { Tx } from '@/db/client'
import { shownPart, withPart } from '@/lib/access/visibility'
import { contentOf } from '@/lib/calendar/edits/content'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import type { AttendedPart } from '@/lib/calendar/series/attended-part'
import { type DetailLevel, isVisiblyDifferent } from '@/lib/calendar/shown-as'
import { calendarIdOfStream, streamName } from '@/lib/realtime/channels'
import type { Change, PlacementNotice, Versions } from './changes'
import { HOME_PLACEMENT, isHiddenIn } from './hidden-events'
import { placedEvents, versionsIn } from './placed-events'
import { StreamPings } from './stream-pings'

/**
 * Routes each change of a calendar to the streams of those who can see a difference: sequence numbers and pings are
 * observable, so a stream must not count changes that its followers cannot see.
 *
 * - Changes that only owners see (private events, shares, feeds) go to `owners-<calendar>`, invitations to
 *   `owners-<group>`. A user who can read a private event without owning the calendar (its creator, an attendee) is
 *   pinged in `user-<id>`.
 * - `calendar-<calendar>` gets a change without content if the busy time that viewers see of a private event changes.
 * - Changes of an event that is hidden from a user, before or after, go to `hidden-<calendar>`, which no client can
 *   subscribe to. Every user who sees a difference is pinged in `user-<id>`.
 * - A calendar with a placement of the event is pinged only if what the placement shows changes, or the answers to it.
 */
export async function routeChanges(tx: Tx, changes: readonly Change[]): Promise<Change[]> {
  if (!changes.some((change) => needsRouting(change))) return [...changes]
  const versions = versionsIn(changes)
  const placed = await placedEvents(tx, changes, versions)
  const pings = new StreamPings()
  const routed = changes.flatMap((change): Change[] => {
    // Only those who manage the group see its invitations.
    if (change.entity === 'invitation') return [forOwners(change, change.stream.replace('group-', ''))]
    const calendar = calendarIdOfStream(change.stream)
    if (!calendar) return [change]
    if (change.notice) {
      routeNotice(change.notice, calendar, change.notice.versions ?? versions.get(change.notice.event), pings)
      return []
    }
    if (change.entity === 'share' || change.entity === 'feed') return [forOwners(change, calendar)]
    if (change.entity === 'placement' && (change.before || change.after)) {
      return [routePlacement(change, calendar, placed, pings)]
    }
    if (isEventRecord(change)) return [routeEventRecord(change, calendar, pings)]
    return change.entity === 'event' ? [routeEvent(change, calendar, pings)] : [change]
  })
  return [...routed, ...(await pings.changes(tx, new Set(routed.map(({ stream }) => stream))))]
}

function needsRouting({ entity, before, after, notice, event }: Change): boolean {
  if (entity === 'share' || entity === 'feed' || entity === 'invitation' || notice) return true
  if (entity === 'placement') return Boolean(before || after)
  if (isEventRecord({ entity })) return event?.visibility === 'private' || isHiddenIn(event)
  if (entity !== 'event') return false
  const [old, next] = [before as EventSnapshot | null, after as EventSnapshot | null]
  return isPrivateThroughout(old, next) || isHiddenIn(old, next)
}

/** Checks whether viewers see only the busy time of an event, before and after. */
function isPrivateThroughout(before?: EventSnapshot | null, after?: EventSnapshot | null): boolean {
  return [before, after].every((version) => !version || version.visibility === 'private')
}

function forOwners(change: Change, id: string): Change {
  // The response must not contain the sequence number of the owners' stream, since an editor may be no owner.
  return { ...change, stream: streamName('owners', id), hidden: true }
}

function routeEvent(change: Change, calendar: string, pings: StreamPings): Change {
  const before = (change.before ?? null) as EventSnapshot | null
  const after = (change.after ?? null) as EventSnapshot | null
  if (isHiddenIn(before, after, change.event)) {
    const asPlaced = (event: EventSnapshot | null) => event && { event, placement: HOME_PLACEMENT }
    pings.hidden.push({ calendar, before: asPlaced(before), after: asPlaced(after) })
    return { ...change, stream: streamName('hidden', calendar), hidden: true }
  }
  if (!isPrivateThroughout(before, after)) return change
  pings.pingConcerned(calendar, before, after)
  if (isVisiblyDifferent(before, after, 'full')) pings.pingViewers(calendar)
  return forOwners(change, calendar)
}

/** Checks whether an entity belongs to an event, is no content of it, and is shown at full detail only. */
function isEventRecord({ entity }: Pick<Change, 'entity'>): boolean {
  return entity === 'answer' || entity === 'attachment' || entity === 'comment' || entity === 'task'
}

/**
 * Routes an answer, attachment, comment or task. Those of a private event go to its readers only: they do not change
 * the busy time that other users see.
 */
function routeEventRecord(change: Change, calendar: string, pings: StreamPings): Change {
  const { event } = change
  if (event && isHiddenIn(event)) {
    // Only the version differs, so nothing changes for users who see a lower level of detail.
    const asPlaced = (version: number) => ({ event: { ...event, version }, placement: HOME_PLACEMENT })
    pings.hidden.push({ calendar, before: asPlaced(event.version), after: asPlaced(event.version + 1) })
    return { ...change, stream: streamName('hidden', calendar), hidden: true }
  }
  if (event?.visibility !== 'private') return change
  pings.pingConcerned(calendar, event)
  return forOwners(change, calendar)
}

/** Pings a calendar that shows an event from another calendar if what it shows has changed. */
function routeNotice(
  notice: PlacementNotice,
  calendar: string,
  versions: Versions | undefined,
  pings: StreamPings,
): void {
  const { detail, ownersSeePrivate, placedBy } = notice
  if (versions && isInOtherOccurrences(notice, versions)) return
  if (versions && isHiddenIn(versions.before, versions.after)) {
    const placement = { home: false, detail, placedBy }
    const asPlaced = (event: EventSnapshot | null) => event && { event, placement }
    pings.hidden.push({ calendar, before: asPlaced(versions.before), after: asPlaced(versions.after) })
    return
  }
  if (!versions || isVisiblyDifferent(versions.before, versions.after, detail)) pings.pingViewers(calendar)
  // Owners of the calendar, and the creator and attendees of a private event, see more of it than viewers do.
  if (!versions || detail === 'busy' || !isPrivate(versions)) return
  pings.pingConcerned(calendar, versions.before, versions.after)
  if (ownersSeePrivate) pings.pingOwners(calendar)
}

/** Checks whether only those occurrences of a series have changed that an attendee's placement does not show. */
function isInOtherOccurrences(notice: PlacementNotice, { before, after }: Versions): boolean {
  if (!before || !after) return false
  const [old, next] = [before, after].map((event) => ({
    event: contentOf(event),
    part: shownPart(contentOf(event), event.span.start, { ...notice, home: false }),
  })) as [AttendedEvent, AttendedEvent]
  if (!old.part && !next.part) return false
  const isSeen = !isEqual(withPart(old.event, old.part), withPart(next.event, next.part))
  // Answers change no content.
  return !isSeen && !isEqual(old.event, next.event)
}

interface AttendedEvent {
  event: EventContent
  part: AttendedPart | undefined
}

function routePlacement(
  change: Change,
  calendar: string,
  placed: ReadonlyMap<string, EventSnapshot>,
  pings: StreamPings,
): Change {
  const event = placed.get(change.id)
  const before = change.before as Placed | null | undefined
  const after = change.after as Placed | null | undefined
  if (event && isHiddenIn(event)) {
    const asPlaced = (placed: Placed | null | undefined) =>
      placed
        ? { event, placement: { home: false, detail: placed.detail, placedBy: placed.placedBy ?? null } }
        : null
    pings.hidden.push({ calendar, before: asPlaced(before), after: asPlaced(after) })
    return { ...change, stream: streamName('hidden', calendar), hidden: true }
  }
  if (!event || (!isPrivate({ before: event, after: event }) && [before, after].some(isMoreThanBusy)))
    return change
  // A busy placement is visible if it adds or removes busy time.
  const isSeen = (!before || !after) && isVisiblyDifferent(null, event, 'busy')
  if (isSeen) return change
  pings.pingConcerned(calendar, event, event)
  return forOwners(change, calendar)
}

function isMoreThanBusy(placement: Placed | null | undefined): boolean {
  return placement != null && placement.detail !== 'busy'
}

/** A placement in a change. */
interface Placed {
  detail: DetailLevel
  placedBy?: string | null
}

function isPrivate({ before, after }: Versions): boolean {
  return before?.visibility === 'private' || after?.visibility === 'private'
}
