import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { wakeBindings } from './binding-state'

/** A binding about whose changes a provider notifies. */
export interface WatchedBinding {
  id: string
  /** The provider's id of the watched calendar. */
  resource: string
  tokenHash: string
}

/** Returns the binding of a channel that has not expired. */
export async function bindingOfChannel(db: Db, channel: string): Promise<WatchedBinding | undefined> {
  const [row] = await db.execute<Columns<WatchedBinding>>(sql`
    select id, channel_resource as resource, channel_token_hash as "tokenHash" from bindings
    where channel_id = ${channel} and channel_expires_at > now()`)
  return row
}

/** Lets the scheduler sync a binding soon. A binding whose last run failed keeps its time. */
export async function requestSync(db: Db, binding: string): Promise<void> {
  await wakeBindings(db, sql`id = ${binding} and failures = 0 and next_run_at is not null`)
}
