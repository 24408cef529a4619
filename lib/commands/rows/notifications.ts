import { type SQL, sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import { notifications } from '@/db/schema/notifications'

export type NotificationRow = Pick<
  typeof notifications.$inferInsert,
  | 'userId'
  | 'kind'
  | 'eventId'
  | 'recurrenceId'
  | 'groupId'
  | 'calendarId'
  | 'connectionId'
  | 'bindingId'
  | 'taskId'
  | 'gatheringId'
  | 'stream'
  | 'seq'
  | 'lastSeq'
  | 'startsAt'
  | 'isLate'
  | 'dismissedAt'
  | 'awaitsDigest'
> & { id: string }

/** Maximum number of rows of one statement. */
const BATCH_SIZE = 500

/**
 * Inserts notifications, except those that exist already: a user gets one of each kind for a change.
 * @returns the ids of those inserted
 */
export async function insertNotifications(tx: Tx, rows: readonly NotificationRow[]): Promise<Set<string>> {
  const inserted = new Set<string>()
  for (let at = 0; at < rows.length; at += BATCH_SIZE) {
    const batch = rows.slice(at, at + BATCH_SIZE).map((row) => ({ ...row, lastSeq: row.lastSeq ?? row.seq }))
    const ids = await tx
      .insert(notifications)
      .values(batch)
      .onConflictDoNothing({
        target: [notifications.userId, notifications.kind, notifications.stream, notifications.seq],
      })
      .returning({ id: notifications.id })
    for (const { id } of ids) inserted.add(id)
  }
  return inserted
}

/** Marks notifications as sent by mail. */
export async function markMailed(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update notifications set mailed_at = now(), awaits_digest = false
    where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
}

export async function deleteNotifications(tx: Tx, ids: readonly string[]): Promise<void> {
  if (!ids.length) return
  await tx.execute(sql`
    delete from notifications where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
}

/** Selects notifications of a user: by id, of an event, of a gathering, of the conversation of a group, or all. */
type Which =
  | { ids: readonly string[] }
  | { event: string }
  | { gathering: string }
  | { conversation: string }
  | { all: true }

function matching(userId: string, which: Which): SQL {
  const isShown = sql`user_id = ${userId} and dismissed_at is null`
  if ('ids' in which) {
    return sql`${isShown} and id in (select jsonb_array_elements_text(${JSON.stringify(which.ids)}::jsonb)::uuid)`
  }
  if ('conversation' in which) {
    return sql`${isShown} and group_id = ${which.conversation} and gathering_id is null
      and kind in ('mentioned', 'commented')`
  }
  if ('gathering' in which) return sql`${isShown} and gathering_id = ${which.gathering}`
  return 'event' in which ? sql`${isShown} and event_id = ${which.event}` : isShown
}

/** Marks notifications as read or unread. @returns the number of notifications that changed */
export async function markRead(tx: Tx, userId: string, which: Which, isRead: boolean): Promise<number> {
  const rows = await tx.execute(sql`
    update notifications set read_at = ${isRead ? sql`now()` : sql`null`}
    where ${matching(userId, which)} and (read_at is null) = ${isRead} returning 1`)
  return rows.length
}

/** Removes notifications from the list. @returns their number */
export async function dismiss(tx: Tx, userId: string, which: Which): Promise<number> {
  const rows = await tx.execute(sql`
    update notifications set dismissed_at = now() where ${matching(userId, which)} returning 1`)
  return rows.length
}

/** Retention of notifications. */
const RETENTION_DAYS = 90

/** Deletes old notifications. */
export async function purgeNotifications(): Promise<void> {
  await db.execute(
    sql`delete from notifications where created_at < now() - ${RETENTION_DAYS} * interval '1 day'`,
  )
}
