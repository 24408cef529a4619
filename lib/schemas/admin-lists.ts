import { z } from 'zod'
import {
  type AttendeeEntry,
  type AuditEntry,
  type CalendarEntry,
  type DeliveryEntry,
  type EventEntry,
  type FaultEntry,
  type GatheringEntry,
  type GroupEntry,
  type InvitationEntry,
  type JobEntry,
  jobId,
  type ReceivedMailEntry,
  type ReminderEntry,
  type TaskEntry,
  type UserEntry,
} from './admin-entries'
import { uuid } from './text'

/** Lists of the administration, each a page below /admin. */
export const ADMIN_LISTS = [
  'users',
  'groups',
  'calendars',
  'events',
  'attendees',
  'gatherings',
  'tasks',
  'reminders',
  'invitations',
  'jobs',
  'deliveries',
  'received',
  'faults',
  'audit',
] as const
export type AdminList = (typeof ADMIN_LISTS)[number]

/** Filters of each list. */
export const ADMIN_FILTERS = {
  users: ['suspended', 'admin', 'unverified'],
  groups: [],
  calendars: ['personal', 'group', 'deleted'],
  events: ['series', 'private', 'deleted'],
  attendees: ['accepted', 'tentative', 'declined', 'needs-action'],
  gatherings: ['draft', 'locked', 'cancelled', 'link', 'deleted'],
  tasks: ['open', 'done', 'overdue', 'unassigned', 'deleted'],
  reminders: ['waiting', 'overdue', 'sent'],
  invitations: ['open', 'closed'],
  jobs: ['waiting', 'failing', 'failed'],
  deliveries: ['queued', 'sent', 'failed', 'in-app'],
  received: ['answered', 'commented', 'bounced', 'ignored'],
  faults: [],
  audit: [],
} as const satisfies Record<AdminList, readonly string[]>

/** Query parameters of a list. Invalid ones are ignored. */
export const listQuery = z.object({
  /** Search text. */
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  /** Filter, one of the list's {@link ADMIN_FILTERS}. */
  is: z.string().max(20).optional().catch(undefined),
  /** Id of a user, group, calendar, event or gathering to filter by. */
  of: uuid.optional().catch(undefined),
  /** Cursor: the last id of the previous page. */
  before: z.union([uuid, jobId]).optional().catch(undefined),
})
export type ListQuery = z.output<typeof listQuery>

/** A page of a list, latest first, with the cursor of the next. Instants are ISO 8601. */
export interface ListPage<Row> {
  rows: Row[]
  next: string | null
}

/** Row type of each list. */
export interface EntryByList {
  users: UserEntry
  groups: GroupEntry
  calendars: CalendarEntry
  events: EventEntry
  attendees: AttendeeEntry
  gatherings: GatheringEntry
  tasks: TaskEntry
  reminders: ReminderEntry
  invitations: InvitationEntry
  jobs: JobEntry
  deliveries: DeliveryEntry
  received: ReceivedMailEntry
  faults: FaultEntry
  audit: AuditEntry
}
