import { DAY, MINUTE } from '@/lib/calendar/day'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { type Channel, ConnectorError } from '../connector'
import { graphCalendarPath, type MicrosoftAccount } from './account'

/** Graph's limit for events is 10,080 minutes (learn.microsoft.com/graph/api/resources/subscription). */
const LIFETIME_MS = 7 * DAY - 30 * MINUTE

interface Subscription {
  id?: string
  resource?: string
  expirationDateTime?: string
}

/** Requests notifications of changes, and of the life of the subscription, at the same address. */
export async function watch(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  { token, address }: { token: string; address: string },
  signal: AbortSignal,
): Promise<Channel> {
  const body = {
    changeType: 'created,updated,deleted',
    notificationUrl: address,
    lifecycleNotificationUrl: address,
    resource: `${graphCalendarPath(calendar)}/events`,
    expirationDateTime: expiration(requests.now()),
    clientState: token,
    latestSupportedTlsVersion: 'v1_2',
  }
  return toChannel(await requests.call<Subscription>('subscriptions', signal, { method: 'POST', body }))
}

/** Extends a subscription. @throws ConnectorError `gone` if it has ended */
export async function renew(
  { requests }: MicrosoftAccount,
  { id, resource }: Pick<Channel, 'id' | 'resource'>,
  signal: AbortSignal,
): Promise<Channel> {
  const body = { expirationDateTime: expiration(requests.now()) }
  const renewed = await requests.call<Subscription>(pathOf(id), signal, { method: 'PATCH', body })
  return toChannel({ ...renewed, id, resource })
}

export async function unwatch(
  { requests }: MicrosoftAccount,
  { id }: Pick<Channel, 'id'>,
  signal: AbortSignal,
): Promise<void> {
  await requests.call(pathOf(id), signal, { method: 'DELETE' })
}

function pathOf(id: string): string {
  return `subscriptions/${encodeURIComponent(id)}`
}

function expiration(now: number): string {
  return new Date(now + LIFETIME_MS).toISOString()
}

function toChannel({ id, resource, expirationDateTime }: Subscription): Channel {
  const expiresAt = new Date(expirationDateTime ?? '')
  if (!id || Number.isNaN(expiresAt.getTime())) throw new ConnectorError('unreachable', 'no subscription')
  return { id, resource: resource ?? '', expiresAt }
}
