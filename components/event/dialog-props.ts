import type { Live } from '@/components/live/live'
import type { WallMs } from '@/lib/calendar/day'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { CalendarTuple, Item } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'

/**
 * What the dialog is about: an event that is there (its title is known already), a new one on a day, perhaps drawn, or what is
 * only known to be busy.
 */
type Subject =
  | { id: string; occurrence: RecurrenceId | 0; title: string }
  | { day: string; span?: Span | undefined }
  | { busy: Item }

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
  /** The event to edit, or the day and optionally the span of a new one. */
  subject: { event: EventDetail } | { day: string; span?: Span | undefined }
}
