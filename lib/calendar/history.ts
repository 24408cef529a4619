import { hasSameOccurrenceIds } from './edits/content'
import type { EventContent } from './event'
import { GUEST_OPTION_NAMES, TEXT_FIELD_NAMES } from './event-fields'
import { isEqual } from './is-equal'
import { sortParticipants } from './participant'
import type { RecurrenceId } from './series/recurrence'
import { slotSpan } from './series/series'

/** Fields of an event that its history shows. */
export const HISTORY_FIELDS = [
  'title',
  'span',
  'rules',
  'dates',
  ...TEXT_FIELD_NAMES.filter((field) => field !== 'title'),
  'attendees',
  'groups',
  ...GUEST_OPTION_NAMES,
  'calendarId',
  'kind',
  'status',
  'done',
  'busy',
  'visibility',
  'hiddenFrom',
  'color',
] as const

/** `exists`: whether the occurrence exists. */
export type HistoryField = (typeof HISTORY_FIELDS)[number] | 'exists'

/** A changed field of an event, or of one occurrence of a series. */
export interface FieldChange {
  occurrence: RecurrenceId | null
  field: HistoryField
  from: unknown
  to: unknown
}

/** Returns the differences between two versions of an event by field, and those of overrides by occurrence. */
export function fieldChanges(before: EventContent, after: EventContent): FieldChange[] {
  const eventChanges = HISTORY_FIELDS.map((field) => changeOf(before, after, null, field))
  // A changed span or rule changes the recurrence ids, so occurrences cannot be compared.
  const ids = hasSameOccurrenceIds(before, after) ? overriddenOrExcludedIds(before, after) : []
  const occurrenceChanges = ids.flatMap((id) => {
    const existence = changeOf(before, after, id, 'exists')
    if (existence) return [existence]
    return HISTORY_FIELDS.filter(
      (field) => isOverridden(before, id, field) || isOverridden(after, id, field),
    ).map((field) => changeOf(before, after, id, field))
  })
  return [...eventChanges, ...occurrenceChanges].filter((change) => change !== undefined)
}

/** Returns the value of a field: of the event, or of one occurrence, which inherits from the series. */
export function fieldValueAt(
  content: EventContent,
  occurrence: RecurrenceId | null,
  field: HistoryField,
): unknown {
  const { recurrence, overrides } = content
  if (field === 'rules') return recurrence?.rules ?? []
  if (field === 'dates') return recurrence?.dates ?? []
  if (occurrence === null) {
    if (field === 'attendees') return sortParticipants(content.attendees)
    if (field === 'hiddenFrom' || field === 'groups') return content[field] ?? []
    return content[field as keyof EventContent]
  }
  if (field === 'exists') return Boolean(recurrence) && !recurrence!.exclusions.includes(occurrence)
  const overridden = overrides[occurrence]?.[field as 'title']
  if (overridden !== undefined) return overridden
  return field === 'span' && recurrence ? slotSpan(content, occurrence) : fieldValueAt(content, null, field)
}

function changeOf(
  before: EventContent,
  after: EventContent,
  occurrence: RecurrenceId | null,
  field: HistoryField,
): FieldChange | undefined {
  const [from, to] = [fieldValueAt(before, occurrence, field), fieldValueAt(after, occurrence, field)]
  return isEqual(from, to) ? undefined : { occurrence, field, from, to }
}

/** Returns the ids of occurrences that either version overrides or excludes. */
function overriddenOrExcludedIds(before: EventContent, after: EventContent): RecurrenceId[] {
  const all = [before, after].flatMap(({ recurrence, overrides }) => [
    ...Object.keys(overrides),
    ...(recurrence?.exclusions ?? []),
  ])
  // Keeps ids of one form: a date and a wall time cannot both identify occurrences of the same series.
  return [...new Set(all)].sort().filter((id) => id.length === all[0]!.length)
}

function isOverridden({ overrides }: EventContent, id: RecurrenceId, field: string): boolean {
  return Object.hasOwn(overrides[id] ?? {}, field)
}
