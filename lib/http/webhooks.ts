import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { db } from '@/db/client'
import { hashToken } from '@/lib/access/secrets'
import {
  bindingsOfChannels,
  extendChannel,
  forgetChannel,
  requestSync,
  type WatchedBinding,
} from '@/lib/commands/rows/channels'
import { uuid } from '@/lib/schemas/text'
import { jsonBody } from './endpoint'

/**
 * Handles a notification of Google about a calendar (developers.google.com/workspace/calendar/api/guides/push). It has
 * no body: its headers name the channel, the resource, and the secret token of the channel. An unknown channel, or a
 * wrong token, gets 404. Repeated notifications ask for one sync.
 */
export async function receiveGoogleNotification({ headers }: Request): Promise<Response> {
  const id = uuid.safeParse(headers.get('x-goog-channel-id')).data
  const [binding] = id ? await bindingsOfChannels(db, [id]) : []
  const isAuthentic =
    binding &&
    isTokenOf(binding, headers.get('x-goog-channel-token')) &&
    headers.get('x-goog-resource-id') === binding.resource
  if (!isAuthentic) return new Response(null, { status: 404 })
  // The first notification of a channel only confirms it.
  if (headers.get('x-goog-resource-state') !== 'sync') await requestSync(db, binding.id)
  return new Response(null)
}

/** Notifications of Graph (learn.microsoft.com/graph/api/resources/changenotificationcollection). */
const notifications = z.object({
  value: z
    .array(
      z.object({
        subscriptionId: uuid,
        clientState: z.string().max(128).nullish(),
        lifecycleEvent: z.string().max(100).nullish(),
      }),
    )
    .max(1000),
})

/** A token that Graph sends to validate the address of a new subscription. */
const validationToken = z.string().regex(/^[\x20-\x7e]{1,1000}$/)

/**
 * Handles notifications of Microsoft Graph about calendars and about the subscriptions to them
 * (learn.microsoft.com/graph/change-notifications-delivery-webhooks). Notifications of unknown subscriptions, and those
 * with a wrong secret, are accepted and ignored: Graph would repeat refused ones for hours, and slow down all others.
 */
export async function receiveMicrosoftNotifications(request: Request): Promise<Response> {
  const given = new URL(request.url).searchParams.get('validationToken')
  if (given !== null) {
    const token = validationToken.safeParse(given)
    if (!token.success) return new Response(null, { status: 400 })
    return new Response(token.data, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
  }
  const { data } = notifications.safeParse(await jsonBody(request))
  if (!data) return new Response(null, { status: 400 })
  const bindings = await bindingsOfChannels(db, [
    ...new Set(data.value.map(({ subscriptionId }) => subscriptionId)),
  ])
  for (const binding of bindings) {
    const own = data.value.filter(
      ({ subscriptionId, clientState }) =>
        subscriptionId === binding.channel && isTokenOf(binding, clientState ?? null),
    )
    const events = new Set(own.map(({ lifecycleEvent }) => lifecycleEvent))
    if (events.has('reauthorizationRequired')) await extendChannel(db, binding)
    if (events.has('subscriptionRemoved')) await forgetChannel(db, binding)
    // Changes may have been missed in every case.
    if (own.length) await requestSync(db, binding.id)
  }
  return new Response(null, { status: 202 })
}

function isTokenOf({ tokenHash }: WatchedBinding, token: string | null): boolean {
  return timingSafeEqual(Buffer.from(hashToken(token ?? '')), Buffer.from(tokenHash))
}
