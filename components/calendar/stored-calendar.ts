import type { CalendarProps } from './calendar'

/** The props of the calendar page that are stored for reading offline, and the ids of its calendars. */
export type StoredCalendar = Pick<
  CalendarProps,
  'viewer' | 'groups' | 'streams' | 'realtime' | 'lanes' | 'hasSideBar'
> & { calendars: string[] }
