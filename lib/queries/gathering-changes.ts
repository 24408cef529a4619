import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { streamName } from '@/lib/realtime/channels'

/** Whether a gathering, its slots or its votes have changed since a time. */
export async function hasGatheringChanged(db: Db, gathering: string, since: Date): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from changes where stream = ${streamName('gathering', gathering)}
      and created_at >= ${since.toISOString()}::timestamptz limit 1`)
  return rows.length > 0
}
