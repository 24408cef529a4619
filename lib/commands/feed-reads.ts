import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'

/**
 * Notes that a feed was read: at most once an hour, since programs ask every few minutes. No act of anybody's, so it
 * leaves no changeset.
 */
export async function noteRead({ row }: Grant<'read', 'feed'>): Promise<void> {
  await db.execute(sql`
    update feeds set last_read_at = now()
    where id = ${row.id} and (last_read_at is null or last_read_at < now() - interval '1 hour')`)
}
