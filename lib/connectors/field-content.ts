import type { CalendarObject } from '@/lib/calendar/event'

/** The fields of an event or occurrence, without time, recurrence and attendees. */
export type FieldContent = Pick<
  CalendarObject,
  | 'title'
  | 'description'
  | 'location'
  | 'url'
  | 'color'
  | 'status'
  | 'busy'
  | 'done'
  | 'visibility'
  | 'guestListHidden'
  | 'unknown'
>
