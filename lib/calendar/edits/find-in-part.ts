import type { EventContent } from '../event'
import { type RecurrenceId, wallOfId } from '../series/recurrence'
import { findMovedOccurrence, numberedInstances } from './follow'
import { splitAt } from './split'

/** An edit that split a series: the series before and after the edit, and the part that was split off. */
export interface Split {
  before: EventContent
  after: EventContent
  part: EventContent
}

/** Returns the id that an occurrence got in the part that was split off; undefined if it stayed in the series. */
export function findInPart({ before, after, part }: Split, id: RecurrenceId): RecurrenceId | undefined {
  const remainingIds = numberedInstances(after).numbers
  const cut = numberedInstances(before).ids.find((other) => !remainingIds.has(other))
  if (cut === undefined || wallOfId(id) < wallOfId(cut)) return undefined
  const parts = splitAt(before, cut)
  return parts && findMovedOccurrence(parts.after, part, id)
}
