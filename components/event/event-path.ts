import { DAY, dayOf } from '@/lib/calendar/day'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Item } from '@/lib/calendar/tuple'

/** Returns the path that opens an event in its month. */
export function eventPath({ id, occurrence, start }: Pick<Item, 'id' | 'occurrence' | 'start'>): string {
  const search = new URLSearchParams({ event: String(id), ...(occurrence && { occurrence }) })
  return `/calendar/month/${dayOf(Math.floor(start / DAY))}?${search}`
}

/** Returns the event that a query string opens; undefined if none. */
export function parseEventQuery(search: string): { id: string; occurrence: RecurrenceId | 0 } | undefined {
  const query = new URLSearchParams(search)
  const id = query.get('event')
  return id && /^[0-9a-f-]{36}$/.test(id) ? { id, occurrence: query.get('occurrence') || 0 } : undefined
}
