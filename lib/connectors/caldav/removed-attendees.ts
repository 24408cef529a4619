import { componentsOf, parseObject, unfoldedTextsOf } from './object-text'
import type { CaldavState } from './state'

const PERSON = /^(ATTENDEE|ORGANIZER)\b/m

/** Properties that a server may change by itself. */
const OF_SERVER = /^(ATTENDEE|ORGANIZER|DTSTAMP)\b/i

/**
 * Returns a version of an object with the text before its server has removed the attendees, if nothing else has changed.
 * A client that removes them also changes LAST-MODIFIED.
 */
export function withKeptAttendees(known: CaldavState | null, state: CaldavState): CaldavState {
  const before = known?.kept ?? known?.ics
  if (!before || !state.ics || !PERSON.test(before) || PERSON.test(state.ics)) return state
  const [own, left] = [before, state.ics].map(othersIn)
  return own?.includes('\nLAST-MODIFIED') && own === left ? { ...state, kept: before } : state
}

/** Returns the lines of the events of an object that only clients change, sorted; null if it is not readable. */
function othersIn(text: string): string | null {
  try {
    const lines = componentsOf(parseObject(text), 'VEVENT').flatMap(({ items }) => unfoldedTextsOf(items))
    return `\n${lines
      .filter((line) => !OF_SERVER.test(line))
      .sort()
      .join('\n')}`
  } catch {
    return null
  }
}
