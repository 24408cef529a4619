import type { EventContent } from '../event'
import { isEqual } from '../is-equal'
import type { Participant } from '../participant'
import type { Override, Overrides, RecurrenceId } from '../series/recurrence'
import { slotSpan } from '../series/series'
import type { EditableEvent } from './plan'

/** Returns an override with only the fields that differ from the series; undefined if there are none. */
export function toSparseOverride(
  content: EventContent,
  id: RecurrenceId,
  override: Override,
): Override | undefined {
  const plain = { ...content, span: slotSpan(content, id) } as Record<string, unknown>
  const differing = Object.entries(override).filter(
    ([field, value]) => field === 'unknown' || !isEqual(plain[field], value),
  )
  return differing.length ? Object.fromEntries(differing) : undefined
}

/** Returns the defined overrides in the order of their ids, so that equal sets have equal JSON. */
export function sortOverrides<P extends Participant>(
  overrides: readonly (readonly [RecurrenceId, Override<P> | undefined])[],
): Overrides<P> {
  const defined = overrides.filter((entry): entry is [RecurrenceId, Override<P>] => entry[1] !== undefined)
  return Object.fromEntries(defined.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Removes the edited fields from the override of the edited occurrence, since they now apply to the whole series. */
export function withoutEdited(override: Override, patch: Partial<EditableEvent>): Override {
  const { span, ...otherFields } = override
  const remaining = Object.fromEntries(
    Object.entries(otherFields).filter(([field]) => !(field in patch)),
  ) as Override
  return span ? { ...remaining, span: patch.span ?? span } : remaining
}

/** Applies added and removed attendees of the series to an override with its own attendees. */
export function withChangedAttendees(
  override: Override,
  content: EventContent,
  people: Participant[] | undefined,
): Override {
  if (!override.attendees || !people) return override
  const isSamePerson = (a: Participant) => (b: Participant) => a.userId === b.userId && a.email === b.email
  const added = people.filter(
    (a) => !content.attendees.some(isSamePerson(a)) && !override.attendees!.some(isSamePerson(a)),
  )
  const removed = content.attendees.filter((a) => !people.some(isSamePerson(a)))
  return {
    ...override,
    attendees: [...override.attendees.filter((a) => !removed.some(isSamePerson(a))), ...added],
  }
}
