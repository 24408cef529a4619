import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'

/** Records that a feed was read, at most once an hour since clients poll every few minutes. Leaves no changeset. */
export async function recordFeedRead({ row }: Grant<'read', 'feed'>): Promise<void> {
  await db.execute(sql`
    update feeds set last_read_at = now()
    where id = ${row.id} and (last_read_at is null or last_read_at < now() - interval '1 hour')`)
}

/** A feed's body at a state of its calendar. */
export interface FeedVersion {
  /** The state of the calendar. */
  state: string
  /** The hash of the body. */
  etag: string
  /** The time when the body last changed. */
  changedAt: Date
}

/** Records the hash of a feed's body, so that the next request for the same state of the calendar reads no events. */
export async function recordFeedVersion(
  { row }: Grant<'read', 'feed'>,
  state: string,
  etag: string,
): Promise<FeedVersion> {
  const [updated] = await db.execute<{ at: string }>(sql`
    update feeds set body_state = ${state}, body_etag = ${etag},
      body_changed_at = case when body_etag = ${etag} then body_changed_at else now() end
    where id = ${row.id} returning body_changed_at as at`)
  return { state, etag, changedAt: new Date(updated?.at ?? Date.now()) }
}
