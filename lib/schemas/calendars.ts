import { z } from 'zod'
import { type Color, PALETTE } from '@/lib/calendar/palette'
import type { Level } from '@/lib/calendar/roles'
import { ALARM_METHODS, type AlarmMethod, FEED_LEVELS, type FeedLevel } from './choices'
import type { Share } from './shares'
import { line, prose, uuid } from './text'

/** A calendar of one's own, or of a group that one manages. */
export const createCalendar = z
  .object({ name: line(100, 1), color: z.enum(PALETTE).optional(), group: uuid.optional() })
  .strict()

/** What all who see a calendar have of it. */
export const calendarFields = z.object({
  name: line(100, 1),
  color: z.enum(PALETTE),
  description: prose(2000),
})

/** `version` is the one the person looked at: what others changed since is merged, or asked about. */
export const updateCalendar = z
  .object({ calendar: uuid, version: z.number().int().min(1), patch: calendarFields.partial().strict() })
  .strict()

export const deleteCalendar = z.object({ calendar: uuid }).strict()

/** Calendars in the order in which one wants them. */
export const orderCalendars = z.object({ calendars: z.array(uuid).max(1000) }).strict()

/** Calendars that one wants in one's views, and those that one does not: others stay as they are. */
export const showCalendars = z
  .object({ shown: z.array(uuid).max(1000).default([]), hidden: z.array(uuid).max(1000).default([]) })
  .strict()

/** Of an event with a time: so long before it begins, up to four weeks. */
const timedAlarm = z
  .object({ minutesBefore: z.number().int().min(0).max(40_320), method: z.enum(ALARM_METHODS) })
  .strict()

/** Of an all-day event: counted back from the midnight it begins with, so 9:00 on the day itself is −540. */
const allDayAlarm = z
  .object({ minutesBefore: z.number().int().min(-1439).max(40_320), method: z.enum(ALARM_METHODS) })
  .strict()

/** The reminders that one wants for all events of a calendar. */
export const setDefaultAlarms = z
  .object({
    calendar: uuid,
    timed: z.array(timedAlarm).max(5).optional(),
    allDay: z.array(allDayAlarm).max(5).optional(),
  })
  .strict()

export interface DefaultAlarm {
  minutesBefore: number
  method: AlarmMethod
}

/** How one has a calendar in one's own views. A `color` of null: as the calendar has it. */
export const updateCalendarSettings = z
  .object({ calendar: uuid, color: z.enum(PALETTE).nullable().optional(), hidden: z.boolean().optional() })
  .strict()

export const createFeed = z
  .object({ calendar: uuid, level: z.enum(FEED_LEVELS).default('full'), name: line(100).default('') })
  .strict()

export const revokeFeed = z.object({ feed: uuid }).strict()

/** The secret of a feed's address, which may end as files do. */
export const feedToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}(\.ics)?$/)
  .transform((text) => text.slice(0, 43))

/** What is exported: a calendar, those of a group, or all that one sees. */
export const exportOf = z.union([
  z.literal('all').transform(() => ({ of: 'all' as const })),
  z
    .string()
    .regex(/^(calendar|group):/)
    .transform((text) => ({ of: text.slice(0, text.indexOf(':')), id: text.slice(text.indexOf(':') + 1) }))
    .pipe(z.object({ of: z.enum(['calendar', 'group']), id: uuid })),
])

export type ExportOf = z.output<typeof exportOf>

/** A feed, as the owners of its calendar see it. */
export interface Feed {
  id: string
  level: FeedLevel
  name: string
  createdBy: string
  createdAt: string
  lastReadAt: string | null
}

/** A calendar, as the list of them has it. */
export interface CalendarOverview {
  id: string
  name: string
  color: Color | string
  level: Level
  groupId: string | null
  /** Whose it is, where others share it: neither one's own nor of a group one is in. */
  sharedBy: string | null
  hidden: boolean
}

/** A calendar with all that its own page sets. What is for its owners is empty for others. */
export interface CalendarDetail {
  id: string
  version: number
  name: string
  /** The calendar's, and one's own for it. */
  color: Color
  ownColor: Color | null
  description: string
  hidden: boolean
  level: Level
  groupId: string | null
  groupName: string | null
  ownerName: string | null
  /** Whether it is one's own, and not just shared. */
  mine: boolean
  alarms: { timed: DefaultAlarm[]; allDay: DefaultAlarm[] }
  shares: Share[]
  feeds: Feed[]
  /** The share that one has it by, where one may refuse it. */
  leave: string | null
  /** How many events go with it, where one may delete it; null where it is its owner's last. */
  deletes: { events: number; people: number } | null
}
