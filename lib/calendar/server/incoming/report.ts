import { TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Content } from './normalize'

/** Effects of an import on single occurrences of a series. */
export const OCCURRENCE_CHANGES = ['changed', 'cancelled', 'added', 'deleted', 'restored'] as const

export interface OccurrenceChange {
  id: RecurrenceId
  change: (typeof OCCURRENCE_CHANGES)[number]
}

const FIELDS = [...TEXT_FIELD_NAMES, 'status', 'visibility', 'attendees'] as const

const DETAILS = ['kind', 'color', 'busy', 'done', 'unknown'] as const

/** Fields of an event as shown in an import preview. */
export const UPDATED_FIELDS = [...FIELDS, 'when', 'details'] as const

export type UpdatedField = (typeof UPDATED_FIELDS)[number]

/** Returns the fields of an event that an import changes; for occurrences, see {@link occurrenceChanges}. */
export function updatedFields(before: Content, after: Content): UpdatedField[] {
  const differs = (field: keyof Content) => !isEqual(before[field], after[field])
  const found: UpdatedField[] = FIELDS.filter(differs)
  if (!isEqual(whenOf(before), whenOf(after))) found.push('when')
  if (DETAILS.some(differs)) found.push('details')
  return found
}

const MAX_OCCURRENCES = 50

/**
 * Returns the changes of single occurrences by an import, in order.
 *
 * @param before the current series; null for a new one
 */
export function occurrenceChanges(before: Content | null, after: Content): OccurrenceChange[] {
  const { recurrence, overrides } = after
  if (!recurrence) return []
  const old = before?.recurrence ? before : null
  // Occurrences of a moved series have other ids than before.
  const isMoved = old !== null && !isEqual(whenOf(old), whenOf(after))
  const found = new Map<RecurrenceId, OccurrenceChange['change']>()
  for (const id of Object.keys(isMoved ? {} : (old?.overrides ?? {}))) {
    if (!Object.hasOwn(overrides, id)) found.set(id, 'changed')
  }
  for (const date of addedTo(recurrence.dates, old?.recurrence?.dates))
    found.set(date.split('/', 1)[0]!, 'added')
  for (const [id, override] of Object.entries(overrides)) {
    const overrideBefore = old?.overrides[id]
    if (isEqual(overrideBefore, override)) continue
    const cancels = override.status === 'cancelled' && overrideBefore?.status !== 'cancelled'
    found.set(id, cancels ? 'cancelled' : (found.get(id) ?? 'changed'))
  }
  if (old && !isMoved) {
    for (const id of addedTo(recurrence.exclusions, old.recurrence!.exclusions)) found.set(id, 'deleted')
    for (const id of addedTo(old.recurrence!.exclusions, recurrence.exclusions)) found.set(id, 'restored')
  }
  return [...found]
    .map(([id, change]) => ({ id, change }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, MAX_OCCURRENCES)
}

function addedTo(now: readonly string[], before: readonly string[] = []): string[] {
  const earlier = new Set(before)
  return now.filter((value) => !earlier.has(value))
}

function whenOf({ span, recurrence }: Content): unknown {
  return [span, recurrence?.rules]
}
