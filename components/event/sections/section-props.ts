import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'
import type { EventForm } from '../form-state'

/** Props of the sections of the event editor. */
export interface SectionProps {
  form: EventForm
  onChange(fields: Partial<EventForm>): void
  /** Returns the error message of a field. */
  fieldError(field: string): string | undefined
  /** The event being edited; undefined for a new one. */
  event: EventDetail | undefined
  calendars: CalendarTuple[]
  viewer: Viewer
}
