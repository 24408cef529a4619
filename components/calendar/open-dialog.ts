import type { NewEvent } from '@/components/event/new-event'
import type { Item } from '@/lib/calendar/tuple'

/** The dialog that is open on the calendar page. */
export type OpenDialog =
  | { kind: 'event'; item: Pick<Item, 'id' | 'occurrence' | 'title'> }
  | { kind: 'busy'; item: Item }
  | ({ kind: 'quick' } & NewEvent)
  | ({ kind: 'new' } & NewEvent)
  | { kind: 'day'; day: number }
  | { kind: 'side' | 'shortcuts' | 'jump' }
  | null

/** Opens an item: an event, a busy time, or the gathering that holds the time. */
export function openItem(item: Item, setOpen: (open: OpenDialog) => void): void {
  if (item.gathering) location.assign(`/g/${item.gathering}`)
  else setOpen({ kind: item.id ? 'event' : 'busy', item })
}

/** Returns the subject of the event dialog: a new event, a busy time, or an event. */
export function dialogSubject(open: Extract<OpenDialog, { kind: 'event' | 'busy' | 'new' }>) {
  if (open.kind === 'new') {
    const { kind: _, ...event } = open
    return event
  }
  if (open.kind === 'busy') return { busy: open.item }
  const { id, occurrence, title } = open.item
  return { id: String(id), occurrence, title }
}
