import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { ConnectionKind } from '@/lib/calendar/sync-choices'
import type { Job } from '@/lib/queue'

interface OpenChannel {
  binding: string
  connection: string
  kind: ConnectionKind
  /** Encrypted, in base64. */
  credentials: string
  keyId: string
  channel: string
  resource: string
}

/**
 * Forgets the channels by which a provider notifies of changes of these bindings, so that their notifications are
 * refused from now on.
 * @returns jobs that stop the channels. They contain the encrypted credentials, since bindings and connections may be
 *   deleted in the same transaction
 */
export async function stopChannels(tx: Tx, bindings: readonly string[]): Promise<Job[]> {
  if (!bindings.length) return []
  const channels = await tx.execute<Columns<OpenChannel>>(sql`
    with open as (
      select b.id, b.channel_id, b.channel_resource, c.id as connection, c.kind, c.credentials, c.key_id
      from bindings b join connections c on c.id = b.connection_id
      where b.channel_id is not null
        and b.id in (select jsonb_array_elements_text(${JSON.stringify(bindings)}::jsonb)::uuid)
      for update of b
    )
    update bindings b set channel_id = null, channel_resource = null, channel_token_hash = null, channel_expires_at = null
    from open where open.id = b.id
    returning b.id as binding, open.connection, open.kind, encode(open.credentials, 'base64') as credentials,
      open.key_id as "keyId", open.channel_id as channel, open.channel_resource as resource`)
  return channels.map(({ binding: _, ...payload }) => ({ name: 'stop-channel', payload }))
}
