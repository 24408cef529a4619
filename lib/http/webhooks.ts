import { timingSafeEqual } from 'node:crypto'
import { db } from '@/db/client'
import { hashToken } from '@/lib/access/secrets'
import { bindingOfChannel, requestSync, type WatchedBinding } from '@/lib/commands/rows/channels'
import { uuid } from '@/lib/schemas/text'

/**
 * Handles a notification of Google about a calendar (developers.google.com/workspace/calendar/api/guides/push). It has
 * no body: its headers name the channel, the resource, and the secret token of the channel. An unknown channel, or a
 * wrong token, gets 404. Repeated notifications ask for one sync.
 */
export async function receiveGoogleNotification({ headers }: Request): Promise<Response> {
  const id = uuid.safeParse(headers.get('x-goog-channel-id')).data
  const binding = id && (await bindingOfChannel(db, id))
  if (!binding || !isAuthentic(binding, headers)) return new Response(null, { status: 404 })
  // The first notification of a channel only confirms it.
  if (headers.get('x-goog-resource-state') !== 'sync') await requestSync(db, binding.id)
  return new Response(null)
}

function isAuthentic({ resource, tokenHash }: WatchedBinding, headers: Headers): boolean {
  const given = hashToken(headers.get('x-goog-channel-token') ?? '')
  return (
    timingSafeEqual(Buffer.from(given), Buffer.from(tokenHash)) &&
    headers.get('x-goog-resource-id') === resource
  )
}
