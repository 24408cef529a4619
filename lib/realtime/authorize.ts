import { CHANNELS_AT_ONCE } from './channels'

type Authorized = { auth: string }
type Callback = (error: Error | null, data: Authorized | null) => void

/**
 * Authorizes channels in batches: a user may follow more channels than a single request accepts. Does not respond for a
 * socket that is closing.
 */
export function authorizeInBatches(hasLeft: () => boolean) {
  const waiting: { socketId: string; channelName: string; callback: Callback }[] = []
  const authorizeNext = async () => {
    const batch = waiting.splice(0, CHANNELS_AT_ONCE)
    if (hasLeft()) return
    if (waiting.length) queueMicrotask(authorizeNext)
    const body = { socket_id: batch[0]!.socketId, channels: batch.map(({ channelName }) => channelName) }
    const response = await post('/api/realtime/auth', body).catch(() => null)
    const granted = response?.ok ? ((await response.json()) as Record<string, Authorized | null>) : {}
    if (hasLeft()) return
    for (const { channelName, callback } of batch) {
      const auth = granted[channelName]
      callback(auth ? null : new Error(`not allowed: ${channelName}`), auth ?? null)
    }
  }
  return (params: { socketId: string; channelName: string }, callback: Callback) => {
    waiting.push({ ...params, callback })
    if (waiting.length === 1) queueMicrotask(authorizeNext)
  }
}

export function signInHandler(hasLeft: () => boolean) {
  return async (
    { socketId }: { socketId: string },
    callback: (error: Error | null, data: { auth: string; user_data: string } | null) => void,
  ): Promise<void> => {
    if (hasLeft()) return
    const response = await post('/api/realtime/signin', { socket_id: socketId }).catch(() => null)
    const data = response?.ok ? await response.json() : null
    if (hasLeft()) return
    callback(data ? null : new Error('not signed in'), data)
  }
}

export function post(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}
