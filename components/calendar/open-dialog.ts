import type { NewEvent } from '@/components/event/new-event'
import type { Item } from '@/lib/calendar/tuple'

/** The dialog that is open on the calendar page. */
export type OpenDialog =
  | { what: 'event'; item: Pick<Item, 'id' | 'occurrence' | 'title'> }
  | { what: 'busy'; item: Item }
  | ({ what: 'quick' } & NewEvent)
  | ({ what: 'new' } & NewEvent)
  | { what: 'day'; day: number }
  | { what: 'side' | 'shortcuts' | 'jump' }
  | null

/** Returns what the event dialog shows: a new event, a busy time, or an event. */
export function subjectOf(open: Extract<OpenDialog, { what: 'event' | 'busy' | 'new' }>) {
  if (open.what === 'new') return { day: open.day, span: open.span, fields: open.fields }
  if (open.what === 'busy') return { busy: open.item }
  const { id, occurrence, title } = open.item
  return { id: String(id), occurrence, title }
}
