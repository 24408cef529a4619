import { FLAG } from '@/lib/calendar/tuple'

/** What the style of an event shows, with the flags of which it needs one. */
const STATES = {
  redacted: FLAG.redacted,
  free: FLAG.free,
  reminder: FLAG.reminder,
  struck: FLAG.done | FLAG.cancelled | FLAG.declined,
  tentative: FLAG.tentative | FLAG.maybe,
  unanswered: FLAG.unanswered,
}

/** Returns the classes of an event's states from a style sheet. */
export function stateClasses(flags: number, styles: Readonly<Record<string, string>>): string[] {
  return Object.entries(STATES).flatMap(([state, bits]) => (flags & bits ? styles[state]! : []))
}
