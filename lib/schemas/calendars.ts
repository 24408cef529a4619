import { z } from 'zod'
import type { DefaultAlarms } from '@/lib/calendar/alarms/alarm'
import { type Color, PALETTE } from '@/lib/calendar/palette'
import type { Level } from '@/lib/calendar/roles'
import type { CalendarSource } from '@/lib/calendar/tuple'
import { FEED_LEVELS, type FeedLevel } from './choices'
import { count, version } from './outputs'
import type { Share } from './shares'
import { line, prose, uuid } from './text'

/** Creates a calendar of the user, or of a group that the user manages. */
export const createCalendar = z
  .object({ name: line(100, 1), color: z.enum(PALETTE).optional(), group: uuid.optional() })
  .strict()

/** Fields of a calendar shared by all its viewers. */
export const calendarFields = z.object({
  name: line(100, 1),
  color: z.enum(PALETTE),
  description: prose(2000),
})

/**
 * Changes a calendar. `version`: the version that the user edited. Later changes of others are merged or cause a
 * conflict.
 */
export const updateCalendar = z
  .object({ calendar: uuid, version: z.number().int().min(1), patch: calendarFields.partial().strict() })
  .strict()

/** The calendar's version and fields after the merge. */
export const updateCalendarOutput = z.strictObject({
  id: uuid,
  version,
  current: z.strictObject({ name: z.string(), color: z.string(), description: z.string() }),
})

export const deleteCalendar = z.object({ calendar: uuid }).strict()
export const deleteCalendarOutput = z.strictObject({ id: uuid, events: count })

/** Sets the user's order of calendars. */
export const orderCalendars = z.object({ calendars: z.array(uuid).max(1000) }).strict()
export const orderCalendarsOutput = z.strictObject({ moved: count })

/** Shows and hides calendars in the user's views; others stay unchanged. */
export const showCalendars = z
  .object({ shown: z.array(uuid).max(1000).default([]), hidden: z.array(uuid).max(1000).default([]) })
  .strict()
export const showCalendarsOutput = z.strictObject({ changed: count })

/** Changes the user's own settings of a calendar. `color` null: the calendar's color. */
export const updateCalendarSettings = z
  .object({ calendar: uuid, color: z.enum(PALETTE).nullable().optional(), hidden: z.boolean().optional() })
  .strict()

export const createFeed = z
  .object({ calendar: uuid, level: z.enum(FEED_LEVELS).default('full'), name: line(100).default('') })
  .strict()

/** `path`: the secret address, returned only once. */
export const createFeedOutput = z.strictObject({ id: uuid, path: z.string() })

export const revokeFeed = z.object({ feed: uuid }).strict()

/** Token in a feed's address, optionally with the extension `.ics`. */
export const feedToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}(\.ics)?$/)
  .transform((text) => text.slice(0, 43))

/** The calendars to export: one, those of a group, or all that the user sees. */
export const exportScope = z.union([
  z.literal('all').transform(() => ({ of: 'all' as const })),
  z
    .string()
    .regex(/^(calendar|group):/)
    .transform((text) => ({ of: text.slice(0, text.indexOf(':')), id: text.slice(text.indexOf(':') + 1) }))
    .pipe(z.object({ of: z.enum(['calendar', 'group']), id: uuid })),
])

export type ExportScope = z.output<typeof exportScope>

/** A feed as shown to owners of its calendar. */
export interface Feed {
  id: string
  level: FeedLevel
  name: string
  createdBy: string
  createdAt: string
  lastReadAt: string | null
}

/** A calendar in the list of calendars. */
export interface CalendarOverview {
  id: string
  name: string
  color: Color | string
  level: Level
  groupId: string | null
  /** Owner's name, if the calendar is shared with the user; null for own calendars and those of the user's groups. */
  sharedBy: string | null
  hidden: boolean
  /** Where it is synced from. */
  source: CalendarSource | null
}

/** A calendar with its settings. Fields for owners are empty for others. */
export interface CalendarDetail {
  id: string
  version: number
  name: string
  /** The color that all users see by default. */
  color: Color
  /** The color that the user has chosen instead; null if none. */
  ownColor: Color | null
  description: string
  hidden: boolean
  level: Level
  groupId: string | null
  groupName: string | null
  ownerName: string | null
  /** Whether the user owns it personally. */
  isPersonal: boolean
  /** The user's default alarms: for this calendar (`own`), else those for all calendars. */
  alarms: DefaultAlarms & { own: boolean }
  shares: Share[]
  feeds: Feed[]
  /** Id of the share that the user can leave; null if there is none. */
  ownShareId: string | null
  /** Where it is synced from; null if it is not, or if the user sees only its busy times. */
  source: SyncSource | null
  /** Effects of a deletion if the user can delete it; null for the owner's last calendar. */
  deletion: { events: number; people: number } | null
}

/** Where a calendar is synced from. */
export interface SyncSource {
  kind: CalendarSource[0]
  /** The account, if the user has connected it. */
  account: string | null
  /** The user's own binding. */
  binding: string | null
  /** The member who has connected it, if that is not the user. */
  by: string | null
}
