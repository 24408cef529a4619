import { randomBytes } from 'node:crypto'
import { Refused } from './store'

interface Channel {
  id: string
  calendarId: string
  resourceId: string
  token: string | undefined
  expiration: number
  messages: number
}

/** The watch channels of an account. Tests deliver the notifications: late, twice, or never, as Google may. */
export class Channels {
  /** Lifetime of new channels. */
  lifetimeMs = 7 * 86_400_000
  readonly open = new Map<string, Channel>()

  /** Opens a channel, as `events.watch` does. */
  watch(calendarId: string, { id, token }: { id: string; token?: string }) {
    if (this.open.has(id)) throw new Refused(400, 'channelIdNotUnique')
    const channel = {
      ...{ id, calendarId, token, messages: 0 },
      resourceId: randomBytes(12).toString('base64url'),
      expiration: Date.now() + this.lifetimeMs,
    }
    this.open.set(id, channel)
    const { resourceId, expiration } = channel
    return { kind: 'api#channel', id, resourceId, token, expiration: String(expiration) }
  }

  /** Closes a channel, as `channels.stop` does. */
  stop({ id, resourceId }: { id: string; resourceId: string }): void {
    if (this.open.get(id)?.resourceId !== resourceId) throw new Refused(404, 'notFound')
    this.open.delete(id)
  }

  /** Returns the headers of the notifications of a change; their bodies are empty. */
  notificationsOf(
    calendarId: string,
    state: 'sync' | 'exists' | 'not_exists' = 'exists',
  ): Record<string, string>[] {
    return [...this.open.values()]
      .filter((channel) => channel.calendarId === calendarId && channel.expiration > Date.now())
      .map((channel) => ({
        'x-goog-channel-id': channel.id,
        'x-goog-resource-id': channel.resourceId,
        'x-goog-resource-state': state,
        'x-goog-message-number': String(++channel.messages),
        'x-goog-channel-expiration': new Date(channel.expiration).toUTCString(),
        ...(channel.token && { 'x-goog-channel-token': channel.token }),
      }))
  }
}
