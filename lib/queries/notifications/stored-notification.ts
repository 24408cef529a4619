import { type SQL, sql } from 'drizzle-orm'
import type { NotificationKind } from '@/lib/calendar/notifications'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'

/** A row of `notifications`. */
export interface StoredNotification {
  id: string
  kind: NotificationKind
  eventId: string | null
  recurrenceId: RecurrenceId | null
  groupId: string | null
  calendarId: string | null
  taskId: string | null
  gatheringId: string | null
  stream: string | null
  seq: number | null
  lastSeq: number | null
  /** For a reminder: the start of the occurrence, in epoch milliseconds. */
  startsAt: number | null
  at: number
  isRead: boolean
  isLate: boolean
}

/** Columns of a notification `n`, as {@link StoredNotification}. */
export const notificationColumns: SQL = sql`
  n.id, n.kind, n.event_id as "eventId", n.recurrence_id as "recurrenceId", n.group_id as "groupId",
  n.calendar_id as "calendarId", n.task_id as "taskId", n.gathering_id as "gatheringId",
  n.stream, n.seq::int as seq, n.last_seq::int as "lastSeq",
  (extract(epoch from n.starts_at) * 1000)::float8 as "startsAt",
  (extract(epoch from n.created_at) * 1000)::float8 as at, n.read_at is not null as "isRead", n.is_late as "isLate"`
