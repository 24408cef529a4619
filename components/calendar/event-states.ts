import { FLAG } from '@/lib/calendar/tuple'

/** States that the style of an event shows. An event has a state if at least one of its flags is set. */
const STATES = {
  redacted: FLAG.redacted,
  free: FLAG.free,
  reminder: FLAG.reminder,
  struck: FLAG.done | FLAG.cancelled | FLAG.declined,
  tentative: FLAG.tentative | FLAG.maybe,
  unanswered: FLAG.unanswered | FLAG.hold,
  unclaimed: FLAG.unclaimed,
}

/** Returns the states of an event, which are the names of their classes in each style sheet of events. */
export function statesOf(flags: number): string[] {
  return Object.entries(STATES).flatMap(([state, bits]) => (flags & bits ? state : []))
}
