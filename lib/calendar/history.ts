import { hasSameOccurrenceIds } from './edits/content'
import type { EventContent } from './event'
import { TEXT_FIELD_NAMES } from './event-fields'
import { isEqual } from './merge'
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
  const own = HISTORY_FIELDS.map((field) => changeOf(before, after, null, field))
  // If the series moved, its exceptions moved with it and are not changes of their own.
  const ids = hasSameOccurrenceIds(before, after) ? occurrencesIn(before, after) : []
  const each = ids.flatMap((id) => {
    const existence = changeOf(before, after, id, 'exists')
    if (existence) return [existence]
    return HISTORY_FIELDS.filter((field) => isOwn(before, id, field) || isOwn(after, id, field)).map(
      (field) => changeOf(before, after, id, field),
    )
  })
  return [...own, ...each].filter((change) => change !== undefined)
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
    if (field === 'hiddenFrom') return content.hiddenFrom ?? []
    return content[field as keyof EventContent]
  }
  if (field === 'exists') return Boolean(recurrence) && !recurrence!.exclusions.includes(occurrence)
  const own = overrides[occurrence]?.[field as 'title']
  if (own !== undefined) return own
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

/** Returns the ids of occurrences that are exceptions in either version. */
function occurrencesIn(before: EventContent, after: EventContent): RecurrenceId[] {
  const all = [before, after].flatMap(({ recurrence, overrides }) => [
    ...Object.keys(overrides),
    ...(recurrence?.exclusions ?? []),
  ])
  return [...new Set(all)].sort().filter((id) => id.length === all[0]!.length)
}

function isOwn({ overrides }: EventContent, id: RecurrenceId, field: string): boolean {
  return Object.hasOwn(overrides[id] ?? {}, field)
}
