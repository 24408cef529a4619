import { pick } from '../event-fields'
import type { Participant } from '../participant'
import type { Override, Overrides, Recurrence, RecurrenceId } from './recurrence'

/** The part of a series to which an attendee is invited, for attendees who are not invited to all of it. */
export interface AttendedPart {
  /** Whether it consists of single occurrences: the attendee is not invited to the series. */
  isSingle: boolean
  recurrence: Recurrence
  overrides: Overrides
  /** Fields that all these occurrences override. Their values in the series are not shown to the attendee. */
  own: Omit<Override, 'span' | 'attendees'>
}

interface Invitations {
  recurrence: Recurrence | null
  overrides: Overrides
  attendees: readonly Participant[]
}

/**
 * Returns the part of a series to which an attendee is invited; undefined if it is the whole series. Occurrences
 * without attendees of their own have those of the series. `visibleEvents` (lib/access/visible-events.ts) is the same
 * rule in SQL.
 *
 * @param start the recurrence id of DTSTART
 */
export function attendedPart(
  { recurrence, overrides, attendees }: Invitations,
  start: RecurrenceId,
  attends: (people: readonly Participant[]) => boolean,
): AttendedPart | undefined {
  if (!recurrence) return undefined
  const isSingle = !attends(attendees)
  const excluded = new Set(recurrence.exclusions)
  const isShown = (id: RecurrenceId) => {
    const occurrenceAttendees = overrides[id]!.attendees
    return !excluded.has(id) && (occurrenceAttendees ? attends(occurrenceAttendees) : !isSingle)
  }
  const ids = Object.keys(overrides).sort()
  const shown = ids.filter(isShown)
  if (!isSingle && shown.length === ids.length) return undefined
  const { rules, dates, exclusions } = recurrence
  if (!isSingle) {
    const hiddenIds = ids.filter((id) => !isShown(id))
    const all = { rules, dates, exclusions: [...new Set([...exclusions, ...hiddenIds])].sort() }
    return { isSingle, recurrence: all, overrides: pick(overrides, shown), own: {} }
  }
  const datesByStart = new Map(dates.map((date) => [date.split('/', 1)[0]!, date]))
  return {
    isSingle,
    recurrence: {
      rules: [],
      dates: shown.map((id) => datesByStart.get(id) ?? id),
      exclusions: shown.includes(start) ? [] : [start],
    },
    overrides: pick(overrides, shown),
    own: sharedFields(shown.map((id) => overrides[id]!)),
  }
}

/** Returns whether the part includes an occurrence; for null, whether it includes the series as a whole. */
export function isOfPart(
  { isSingle, recurrence, overrides }: Pick<AttendedPart, 'isSingle' | 'recurrence' | 'overrides'>,
  id: RecurrenceId | null,
): boolean {
  if (id === null) return !isSingle
  return Object.hasOwn(overrides, id) || !(isSingle || recurrence.exclusions.includes(id))
}

/** Returns the fields that all overrides have, with the values of the first override. */
function sharedFields([first = {}, ...others]: readonly Override[]): AttendedPart['own'] {
  const { span: _, attendees: __, ...fields } = first
  const shared = Object.keys(fields).filter((field) => others.every((other) => Object.hasOwn(other, field)))
  return pick(fields, shared as (keyof AttendedPart['own'])[])
}
