import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { notifications } from '@/db/schema/notifications'

export type NotificationRow = Pick<
  typeof notifications.$inferInsert,
  | 'userId'
  | 'kind'
  | 'eventId'
  | 'recurrenceId'
  | 'groupId'
  | 'calendarId'
  | 'stream'
  | 'seq'
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
    const batch = rows.slice(at, at + BATCH_SIZE).map((row) => ({ ...row, lastSeq: row.seq }))
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
