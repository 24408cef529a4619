import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { EditableEvent } from '@/lib/calendar/edits/plan'
import { editableAt } from '@/lib/calendar/edits/scope'
import type { EventContent } from '@/lib/calendar/event'
import { OVERRIDABLE_FIELDS } from '@/lib/calendar/event-fields'
import { HISTORY_FIELDS, type HistoryField } from '@/lib/calendar/history'
import { isEqual } from '@/lib/calendar/is-equal'
import { sortParticipants } from '@/lib/calendar/participant'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { ValueChange } from './descriptions'

type OccurrenceField = (typeof OVERRIDABLE_FIELDS)[number]

const FIELDS = HISTORY_FIELDS.filter((field): field is OccurrenceField =>
  (OVERRIDABLE_FIELDS as readonly string[]).includes(field),
)

/**
 * Returns the differences between the single occurrences that a user attends in two versions of a series, including
 * differences that the occurrences inherit from the series. If the series has moved, an occurrence is compared with the
 * one that it has become.
 */
export function attendedChanges(
  before: EventContent,
  after: EventContent,
  userId: string,
): ValueChange<HistoryField>[] {
  const next = attendedOccurrences(after, userId)
  const changes: ValueChange<HistoryField>[] = []
  for (const [id, earlier] of attendedOccurrences(before, userId)) {
    const laterId = findMovedOccurrence(before, after, id)
    const later = laterId === undefined ? undefined : next.get(laterId)
    if (later) changes.push(...fieldsBetween(laterId!, earlier, later))
    else
      changes.push({
        occurrence: id,
        field: 'exists',
        from: true,
        to: false,
        spans: [earlier.span, earlier.span],
      })
    if (laterId !== undefined) next.delete(laterId)
  }
  for (const [occurrence, { span }] of next)
    changes.push({ occurrence, field: 'exists', from: false, to: true, spans: [span, span] })
  return changes
}

function attendedOccurrences(content: EventContent, userId: string): Map<RecurrenceId, EditableEvent> {
  const attended = Object.keys(content.overrides).flatMap((id): [RecurrenceId, EditableEvent][] => {
    const occurrence = content.recurrence ? editableAt(content, id) : undefined
    return occurrence?.attendees.some((person) => person.userId === userId) ? [[id, occurrence]] : []
  })
  return new Map(attended.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function fieldsBetween(
  occurrence: RecurrenceId,
  before: EditableEvent,
  after: EditableEvent,
): ValueChange<HistoryField>[] {
  const valueIn = (event: EditableEvent, field: OccurrenceField) =>
    field === 'attendees' ? sortParticipants(event.attendees) : event[field]
  return FIELDS.flatMap((field) => {
    const [from, to] = [valueIn(before, field), valueIn(after, field)]
    return isEqual(from, to) ? [] : { occurrence, field, from, to }
  })
}
