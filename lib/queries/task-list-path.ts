import type { TaskListRow } from '@/lib/access/nouns/task'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { spanFromRow } from '@/lib/calendar/span'

/** Returns the name of a list, or the title of what it belongs to, and the path of the page that shows it. */
export function taskListHead({ id, name, owner, recurrenceId }: TaskListRow): { name: string; path: string } {
  if ('group' in owner) return { name, path: `/tasks/${id}` }
  if ('gathering' in owner)
    return { name: owner.gathering.title, path: gatheringListPath(owner.gathering.slug) }
  const { event } = owner
  const title = (recurrenceId && event.overrides[recurrenceId]?.title) || event.title
  return { name: title, path: eventListPath(event.id, recurrenceId, spanFromRow(event).start) }
}

export function gatheringListPath(slug: string): string {
  return `/g/${slug}`
}

/** @param start date or time at which the event starts */
export function eventListPath(id: string, occurrence: RecurrenceId | null, start: string): string {
  const query = new URLSearchParams({ event: id, ...(occurrence && { occurrence }) })
  return `/calendar/month/${(occurrence ?? start).slice(0, 10)}?${query}`
}
