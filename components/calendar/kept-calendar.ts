import type { CalendarProps } from './calendar'

/** What is stored of the calendar page besides its ranges. */
export type KeptCalendar = Pick<
  CalendarProps,
  'viewer' | 'groups' | 'streams' | 'realtime' | 'lanes' | 'hasSideBar'
> & { calendars: string[] }
