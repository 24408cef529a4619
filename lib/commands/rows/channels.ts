import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { bindings } from '@/db/schema/connections'
import { wakeBindings } from './binding-state'

/** A binding about whose changes a provider notifies. */
export interface WatchedBinding {
  id: string
  channel: string
  /** The provider's id of the watched calendar. */
  resource: string
  tokenHash: string
}

/** Returns the bindings of channels that have not expired. */
export async function bindingsOfChannels(db: Db, channels: readonly string[]): Promise<WatchedBinding[]> {
  return await db.execute<Columns<WatchedBinding>>(sql`
    select id, channel_id as channel, channel_resource as resource, channel_token_hash as "tokenHash" from bindings
    where channel_id in (select jsonb_array_elements_text(${JSON.stringify(channels)}::jsonb)::uuid)
      and channel_expires_at > now()`)
}

/** Forgets the channel of a binding, which its provider has ended. The next run opens another. */
export async function forgetChannel(db: Db, { id, channel }: WatchedBinding): Promise<void> {
  await db
    .update(bindings)
    .set({ channelId: null, channelResource: null, channelTokenHash: null, channelExpiresAt: null })
    .where(and(eq(bindings.id, id), eq(bindings.channelId, channel)))
}

/** Maximum time until a channel is extended after its provider has asked for it. */
const EXTEND_HOURS = 1

/** Lets the next run of a binding extend its channel. */
export async function extendChannel(db: Db, { id, channel }: WatchedBinding): Promise<void> {
  const soon = sql`least(channel_expires_at, now() + ${EXTEND_HOURS}::int * interval '1 hour')`
  await db
    .update(bindings)
    .set({ channelExpiresAt: soon })
    .where(and(eq(bindings.id, id), eq(bindings.channelId, channel)))
}

/** Lets the scheduler sync a binding soon. A binding whose last run failed keeps its time. */
export async function requestSync(db: Db, binding: string): Promise<void> {
  await wakeBindings(db, sql`id = ${binding} and failures = 0 and next_run_at is not null`)
}
