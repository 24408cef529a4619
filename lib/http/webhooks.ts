import { timingSafeEqual } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { hashToken } from '@/lib/access/secrets'
import { uuid } from '@/lib/schemas/text'

/** Delay until a sync that a notification asked for, within which further notifications ask for the same one. */
const GATHER_SECONDS = 2

/**
 * Handles a notification of Google about a calendar (developers.google.com/workspace/calendar/api/guides/push). It has
 * no body: its headers name the channel, the resource, and the secret token of the channel. An unknown channel, or a
 * wrong token, gets 404. Repeated notifications ask for one sync.
 */
export async function receiveGoogleNotification({ headers }: Request): Promise<Response> {
  const id = uuid.safeParse(headers.get('x-goog-channel-id')).data
  const binding = id && (await bindingOfChannel(id))
  if (!binding || !isAuthentic(binding, headers)) return new Response(null, { status: 404 })
  // The first notification of a channel only confirms it.
  if (headers.get('x-goog-resource-state') !== 'sync') await requestSync(binding.id)
  return new Response(null)
}

interface WatchedBinding {
  id: string
  resource: string
  tokenHash: string
}

async function bindingOfChannel(channel: string): Promise<WatchedBinding | undefined> {
  const [row] = await db.execute<Record<keyof WatchedBinding, string>>(sql`
    select id, channel_resource as resource, channel_token_hash as "tokenHash" from bindings
    where channel_id = ${channel} and channel_expires_at > now()`)
  return row
}

function isAuthentic({ resource, tokenHash }: WatchedBinding, headers: Headers): boolean {
  const given = hashToken(headers.get('x-goog-channel-token') ?? '')
  return (
    timingSafeEqual(Buffer.from(given), Buffer.from(tokenHash)) &&
    headers.get('x-goog-resource-id') === resource
  )
}

/** Lets the scheduler sync the binding soon. A binding whose last run failed keeps its time. */
async function requestSync(binding: string): Promise<void> {
  const soon = sql`now() + ${GATHER_SECONDS} * interval '1 second'`
  await db.execute(sql`
    update bindings set next_run_at = ${soon}
    where id = ${binding} and state = 'active' and leader_id is null and failures = 0 and next_run_at > ${soon}`)
}
