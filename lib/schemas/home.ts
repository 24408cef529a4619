import { z } from 'zod'
import type { AppliedAnswer } from '@/lib/calendar/answers'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { Due } from '@/lib/calendar/tasks/due'
import type { Range } from '@/lib/calendar/tuple'
import type { HistoryEntry } from './history'

/** Additional data of an event at the detail level `full`. */
export interface HomeEventDetails {
  version: number
  location: string
  people: { id: string; name: string; color: string | null }[]
}

/** An invitation that the viewer has not answered, or has answered for another time. */
export interface UnansweredInvitation {
  id: string
  version: number
  /** The occurrence that the viewer is invited to; null if it is the event or series as a whole. */
  occurrence: RecurrenceId | null
  title: string
  location: string
  /** A calendar that shows it to the viewer. */
  calendarId: string
  /** The name of the user who invites. */
  invitedBy: string | null
  /** Time of the event or occurrence. For a series, the time of its next occurrence. */
  span: Span
  repeats: boolean
  answer: AppliedAnswer
}

/** A change by another user: of an event, or of a group's members. */
export interface NewsItem extends Omit<HistoryEntry, 'op'> {
  op: HistoryEntry['op'] | 'joined' | 'left' | 'many'
  title: string
  /** For `many`: number of events in one changeset. */
  count: number
  /** Name and color of the calendar or group. */
  where: { name: string; color: string; href: string | null }
  /** The event, if it can still be opened, with the start that its address contains. */
  event: { id: string; start: number } | null
}

/** A task that is due today or overdue: the viewer's, or one that nobody is assigned to. */
export interface DueTask {
  id: string
  title: string
  due: Due
  isUnassigned: boolean
  /** `color`: that of the group; null for an event or gathering. */
  list: { id: string; name: string; color: string | null; path: string }
  /** Whether the viewer may complete it. */
  canCheck: boolean
}

/** A duty that waits for the viewer. */
export interface OpenDuty {
  id: string
  title: string
  /** Whether it needs a person, was handed to the viewer, or is the viewer's and needs to be confirmed. */
  state: 'unclaimed' | 'asked' | 'unconfirmed'
  /** When it is due, or when its event starts; null without either. */
  due: Due | null
  list: DueTask['list']
}

/** Data of the home page: two weeks, unfinished items before them, and changes by others. */
export interface Home {
  range: Range
  /** Details of the events in `range`, by event id. */
  extras: Record<string, HomeEventDetails>
  invitations: UnansweredInvitation[]
  duties: OpenDuty[]
  tasks: DueTask[]
  news: NewsItem[]
  /** Time of the viewer's last visit, in epoch milliseconds; later changes are new. */
  since: number
  /** Time up to which changes are included. */
  upTo: number
}

/** Marks news up to a time as seen. `at`: epoch milliseconds. */
export const markNewsSeenInput = z.object({ at: z.number().int().min(0).max(8.64e15) }).strict()
export const markNewsSeenOutput = z.strictObject({ ok: z.literal(true) })

/** Whether there are changes by others that the user has not seen, and what the bell shows. */
export const unseenOutput = z.strictObject({
  changes: z.boolean(),
  /** Number of unread notifications. */
  notifications: z.number().int().min(0),
  /** Events with unread notifications, which opening the event marks as read. */
  events: z.array(z.uuid()),
})
export type Unseen = z.output<typeof unseenOutput>
