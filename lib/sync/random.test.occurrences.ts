import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Content } from '@/lib/calendar/server/incoming/normalize'
import type { Edit } from './random.test.expected'
import type { CheckedFields } from './random.test.values'

/** An edit of an occurrence: the values that it has got, or null if it was deleted. */
export type OccurrenceEdit = readonly [id: RecurrenceId, fields: CheckedFields | null]

/** The fields that are checked. Providers may refuse to move an occurrence. */
const CHECKED = ['title', 'location'] as const

/**
 * Returns the differences between the occurrences that a series must have and those that it has. Where both sides have
 * edited an occurrence, either may have won.
 * @param edits those of the series since both sides were equal
 * @param before the series at that time
 */
export function findWrongOccurrences(
  edits: readonly Edit[],
  before: Content | undefined,
  found: Content,
): string[] {
  const ids = new Set(edits.flatMap(({ occurrence }) => occurrence?.[0] ?? []))
  // Google accepts changes of deleted occurrences, which have no effect.
  return [...ids].filter((id) => !isExcluded(before, id)).flatMap((id) => problemsOf(id, edits, found))
}

function problemsOf(id: RecurrenceId, edits: readonly Edit[], found: Content): string[] {
  const own = edits.flatMap(({ side, occurrence: [edited, fields] = ['', null] }) =>
    edited === id ? [{ side, fields }] : [],
  )
  const sides = [...new Set(own.map(({ side }) => side))]
  const isDeleted = own.some(({ fields }) => !fields)
  const mayDiffer = isDeleted && sides.length > 1
  if (isDeleted !== isExcluded(found, id) && !mayDiffer) return [`${id} is ${isDeleted ? 'not ' : ''}deleted`]
  if (isDeleted) return []
  return CHECKED.flatMap((field) => {
    if (edits.some(({ fields }) => field in fields)) return []
    const last = sides.flatMap((by) => {
      const edit = own.findLast(({ side, fields }) => side === by && field in fields!)
      return edit ? [edit.fields![field]] : []
    })
    const value = found.overrides[id]?.[field] ?? found[field]
    return !last.length || last.includes(value)
      ? []
      : [`${field} of ${id} is ${JSON.stringify(value)} instead of ${JSON.stringify(last)}`]
  })
}

function isExcluded(content: Content | undefined, id: RecurrenceId): boolean {
  return content?.recurrence?.exclusions.includes(id) ?? false
}
