import type { EventSnapshot } from '@/lib/calendar/event'
import { boundsOfSeries } from '@/lib/calendar/series/series'
import type { ConsumerName } from '@/lib/commands/pipeline/consumers'
import { combineChanges } from '@/lib/queries/changes/recorded-change'
import type { StreamChange } from './notice'

/** An edit of an event by a command, with the attendees before and after it, for notifications. */
export interface NoticedEdit {
  streamChange: StreamChange
  after: EventSnapshot | null
  /** The users who attended before the edit. */
  attendedBefore: ReadonlySet<string>
  /** The users who attend after the edit. */
  attendsNow: ReadonlySet<string>
  /** The users who attend since the edit, and from whom the event is not hidden. */
  invited: ReadonlySet<string>
  /** The addresses that attend since the edit, in lower case. */
  invitedAddresses: readonly string[]
}

/**
 * Returns the edit of a changed event; undefined if the event is over, or if the notification of another change covers
 * it.
 */
export function editOf(streamChange: StreamChange, now: number): NoticedEdit | undefined {
  const { change, related } = streamChange
  const combined = combineChanges(related).find(({ id }) => id === change.id)
  // A split-off part is covered by the notification of its series, a move by the change in the target calendar.
  if (!combined || (change.op === 'removed' && combined.after)) return undefined
  const before = combined.before as EventSnapshot | null
  const after = combined.after as EventSnapshot | null
  if (isOver(combined.splitOff ?? after, now) && isOver(before, now)) return undefined
  const [attendedBefore, attendsNow] = [usersOf(before), usersOf(after)]
  const hidden = new Set(after?.hiddenFrom)
  const addressesBefore = new Set(addressesOf(before))
  // A user who gets the answers of a guest link was invited before, by address.
  const isClaim =
    change.command === ('claimed-answers' satisfies ConsumerName) || change.command === 'claimParticipation'
  return {
    ...{ streamChange, after, attendedBefore, attendsNow },
    invited: new Set([...attendsNow].filter((id) => !isClaim && !attendedBefore.has(id) && !hidden.has(id))),
    // The provider has invited the guests of its events.
    invitedAddresses:
      change.origin === 'sync' ? [] : addressesOf(after).filter((email) => !addressesBefore.has(email)),
  }
}

/** Checks whether an event is over: its changes cause no notifications. */
function isOver(event: EventSnapshot | null, now: number): boolean {
  return !event || boundsOfSeries(event).to < now
}

function usersOf(event: EventSnapshot | null): Set<string> {
  const occurrenceAttendees = Object.values(event?.overrides ?? {}).flatMap(({ attendees = [] }) => attendees)
  return new Set([...(event?.attendees ?? []), ...occurrenceAttendees].flatMap(({ userId }) => userId ?? []))
}

function addressesOf(event: EventSnapshot | null): string[] {
  return (event?.attendees ?? []).flatMap(({ userId, email }) =>
    userId || !email ? [] : email.toLowerCase(),
  )
}
