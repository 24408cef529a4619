import { z } from 'zod'
import { type Color, PALETTE } from '@/lib/calendar/palette'
import type { Level } from '@/lib/calendar/roles'
import { line, uuid } from './text'

export const createCalendar = z.object({ name: line(100, 1), color: z.enum(PALETTE).optional() }).strict()

/** How one has a calendar in one's own views. A `color` of null: as the calendar has it. */
export const updateCalendarSettings = z
  .object({ calendar: uuid, color: z.enum(PALETTE).nullable().optional(), hidden: z.boolean().optional() })
  .strict()

export const FEED_LEVELS = ['full', 'busy'] as const
export type FeedLevel = (typeof FEED_LEVELS)[number]

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

/** A calendar with its ways out and in, as its page lists it. Feeds are there for its owners. */
export interface CalendarOverview {
  id: string
  name: string
  color: Color | string
  level: Level
  groupId: string | null
  groupName: string | null
  feeds: Feed[]
}
