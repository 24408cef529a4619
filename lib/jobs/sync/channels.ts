import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { decryptCredentials } from '@/lib/access/credentials'
import { hashToken } from '@/lib/access/secrets'
import { DAY } from '@/lib/calendar/day'
import { credentialsContext } from '@/lib/commands/rows/connections'
import { type Channel, type Connector, ConnectorError } from '@/lib/connectors/connector'
import { env } from '@/lib/env'
import type { Jobs } from '@/lib/queue'
import { openConnectorWith } from '@/lib/sync/open-connector'
import type { BindingToRun } from './load-binding'

/** Time before the end of a channel at which it is replaced. Longer than the longest interval between runs. */
const RENEW_BEFORE_MS = DAY

/** Maximum time for which a channel is used. Those of Google and Microsoft last for seven days at most. */
const MAX_LIFETIME_MS = 7 * DAY

/** Time after which a provider that refused to notify of changes is asked again. */
const REFUSAL_MS = 2 * DAY

/**
 * Opens a channel by which the provider notifies of changes, or extends or replaces one that is about to end. Runs
 * before changes are read, so that none is missed between two channels.
 */
export async function keepWatched(
  { binding, connection }: BindingToRun,
  connector: Connector,
  signal: AbortSignal,
): Promise<void> {
  const address = webhookAddress(connection.kind)
  if (!address || !connector.capabilities.watches) return
  if (binding.channelExpiresAt && binding.channelExpiresAt.getTime() > Date.now() + RENEW_BEFORE_MS) return
  if (await renew(binding, connector, signal)) return
  const token = randomBytes(32).toString('base64url')
  const request = { id: randomUUID(), token, address }
  const channel = await orNullIfRefused(connector.watch(binding.remote, request, signal))
  await db
    .update(bindings)
    .set({
      channelId: channel?.id ?? null,
      channelResource: channel?.resource ?? null,
      channelTokenHash: channel ? hashToken(token) : null,
      channelExpiresAt: channel ? endOf(channel) : new Date(Date.now() + RENEW_BEFORE_MS + REFUSAL_MS),
    })
    .where(eq(bindings.id, binding.id))
  const { channelId: id, channelResource: resource } = binding
  if (id && resource) await stopIgnoringRefusal(connector, { id, resource }, signal)
}

/** Extends the channel of a binding. Returns false if it has none, or if the provider does not extend it. */
async function renew(
  { id: bindingId, channelId: id, channelResource: resource }: BindingToRun['binding'],
  connector: Connector,
  signal: AbortSignal,
): Promise<boolean> {
  if (!connector.renew || !id || !resource) return false
  const channel = await orNullIfRefused(connector.renew({ id, resource }, signal))
  if (!channel) return false
  await db
    .update(bindings)
    .set({ channelExpiresAt: endOf(channel) })
    .where(and(eq(bindings.id, bindingId), eq(bindings.channelId, id)))
  return true
}

/** Returns until when a channel is used. Its provider may have a wrong clock, or not say when the channel ends. */
function endOf({ expiresAt }: Channel): Date {
  const remainingMs = expiresAt.getTime() - Date.now() || RENEW_BEFORE_MS
  return new Date(Date.now() + Math.min(Math.max(remainingMs, 0), MAX_LIFETIME_MS))
}

/** Returns null if the provider does not notify of changes of this calendar or at this address. */
async function orNullIfRefused(request: Promise<Channel>): Promise<Channel | null> {
  try {
    return await request
  } catch (error) {
    if (error instanceof ConnectorError && ['refused', 'forbidden', 'gone'].includes(error.problem))
      return null
    throw error
  }
}

/** Stops a channel of a binding that does not use it any more, with the credentials that the job has kept. */
export async function stopChannel(payload: Jobs['stop-channel'], signal: AbortSignal): Promise<void> {
  const { connection, kind, keyId, channel, resource } = payload
  const encrypted = { credentials: Buffer.from(payload.credentials, 'base64'), keyId }
  const credentials = decryptCredentials(encrypted, credentialsContext(connection))
  if (!credentials) return
  const connector = await openConnectorWith(kind, credentials)
  await stopIgnoringRefusal(connector, { id: channel, resource }, signal)
}

/** A channel that has ended, or whose account has withdrawn the access, does not have to be stopped. */
async function stopIgnoringRefusal(
  connector: Connector,
  channel: { id: string; resource: string },
  signal: AbortSignal,
): Promise<void> {
  try {
    await connector.unwatch(channel, signal)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
  }
}

/** Returns the address at which a provider notifies this server; undefined if it cannot reach the server. */
function webhookAddress(kind: string): string | undefined {
  if (!env.origin || !isPublicOrigin(env.origin)) return undefined
  return new URL(`/api/webhooks/${kind}`, env.origin).href
}

/** Names of hosts that are not on the public internet (RFC 6761, 6762, 8375), and names without a dot. */
const LOCAL_HOST = /^[^.]+$|\.(localhost|local|internal|lan|home\.arpa|test|invalid|example)$|^[\d.]+$|^\[/

/** Whether an origin is likely to be reached by others: HTTPS, and a host name that can be public. */
export function isPublicOrigin(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'https:' && !LOCAL_HOST.test(hostname)
}
