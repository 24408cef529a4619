import type { EventSnapshot } from '@/lib/calendar/event'
import { boundsOfSeries } from '@/lib/calendar/series/series'
import { combineChanges } from '@/lib/queries/changes/recorded-change'
import type { Happening } from './notice'

/** What a command did to an event, for those who are told of it. */
export interface NoticedEdit {
  happening: Happening
  after: EventSnapshot | null
  /** The attendees with an account. */
  attendedBefore: ReadonlySet<string>
  attendsNow: ReadonlySet<string>
  /** The users who attend since the edit, and from whom the event is not hidden. */
  invited: ReadonlySet<string>
  /** The addresses that attend since the edit, in lower case. */
  invitedAddresses: readonly string[]
}

/** Returns the edit of a changed event; undefined if it concerns nobody, or is told of with another change. */
export function editOf(happening: Happening, now: number): NoticedEdit | undefined {
  const { change, related } = happening
  const combined = combineChanges(related).find(({ id }) => id === change.id)
  // The part that a split adds is told of with the series, and a move to another calendar in the stream of that one.
  if (!combined || (change.op === 'removed' && combined.after)) return undefined
  const before = combined.before as EventSnapshot | null
  const after = combined.after as EventSnapshot | null
  if (isOver(combined.splitOff ?? after, now) && isOver(before, now)) return undefined
  const [attendedBefore, attendsNow] = [usersOf(before), usersOf(after)]
  const hidden = new Set(after?.hiddenFrom)
  const known = new Set(addressesOf(before))
  return {
    ...{ happening, after, attendedBefore, attendsNow },
    invited: new Set([...attendsNow].filter((id) => !attendedBefore.has(id) && !hidden.has(id))),
    invitedAddresses: addressesOf(after).filter((email) => !known.has(email)),
  }
}

/** Whether all of an event is past, so that its changes concern nobody any more. */
function isOver(event: EventSnapshot | null, now: number): boolean {
  return !event || boundsOfSeries(event).to < now
}

function usersOf(event: EventSnapshot | null): Set<string> {
  const own = Object.values(event?.overrides ?? {}).flatMap(({ attendees = [] }) => attendees)
  return new Set([...(event?.attendees ?? []), ...own].flatMap(({ userId }) => userId ?? []))
}

function addressesOf(event: EventSnapshot | null): string[] {
  return (event?.attendees ?? []).flatMap(({ userId, email }) =>
    userId || !email ? [] : email.toLowerCase(),
  )
}
