import type { Live } from '@/components/live/live'
import type { WallMs } from '@/lib/calendar/day'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { CalendarTuple, Item } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'
import type { NewEvent } from './new-event'

/** The subject of the dialog: an existing event with its title, a new event, or a busy time. */
type Subject = { id: string; occurrence: RecurrenceId | 0; title: string } | NewEvent | { busy: Item }

export interface EventDialogProps {
  subject: Subject
  calendars: CalendarTuple[]
  viewer: Viewer
  /** The viewer's wall clock. */
  wall: WallMs
  live: Live
  onClose(): void
}

export interface EventEditorProps extends Omit<EventDialogProps, 'subject'> {
  /** The event to edit, or a new one. */
  subject: { event: EventDetail } | NewEvent
}
