import webPush from 'web-push'
import { causeOf } from '@/lib/log'
import { type GuardedResponse, guardedFetch } from '@/lib/outgoing/guarded-fetch'
import { retryAfterMs } from '@/lib/outgoing/retry-after'
import { fitMessage, type PushMessage } from './message'
import { type VapidKeys, vapidSubject } from './vapid'

/** Maximum time for one message. */
export const MAX_PUSH_MS = 10_000

/** Push services answer with a few words. */
const MAX_RESPONSE_BYTES = 20_000

/** Default delay where a push service asks for one but does not say which. */
const DEFAULT_RETRY_MS = 60_000

/** Maximum delay that a push service can ask for. */
const MAX_RETRY_MS = 24 * 60 * 60_000

/** A device, as its browser has described it. */
export interface PushTarget {
  endpoint: string
  p256dh: string
  auth: string
}

export interface PushOptions {
  /** How long the push service keeps the message for a device that is offline. */
  ttlSeconds: number
  urgency: 'low' | 'normal' | 'high'
  /** A message replaces an undelivered one with the same topic (RFC 8030 §5.4): at most 32 characters. */
  topic: string
  /** Maximum time for the answer of the push service. */
  timeoutMs?: number
}

/**
 * The result of sending a message. `gone`: the device does not exist any more. `retryInMs`: the delay that the push
 * service asks for, if any. `isUnreachable`: the push service did not answer.
 */
export type PushOutcome =
  | { kind: 'accepted' }
  | { kind: 'gone'; error: string }
  | { kind: 'refused'; error: string }
  | { kind: 'retry'; error: string; retryInMs?: number; isUnreachable: boolean }

/**
 * Sends a message to a device, encrypted for it (RFC 8291). A message that the push service finds too large is
 * shortened.
 */
export async function sendPush(
  target: PushTarget,
  message: PushMessage,
  options: PushOptions,
  keys: VapidKeys,
  signal: AbortSignal,
): Promise<PushOutcome> {
  const attempt = (size: 'full' | 'short') => post(target, fitMessage(message, size), options, keys, signal)
  try {
    const response = await attempt('full')
    return outcomeOf(response.status === 413 ? await attempt('short') : response)
  } catch (error) {
    if (error instanceof InvalidKeys) return { kind: 'gone', error: 'the keys of the device are invalid' }
    return { kind: 'retry', error: causeOf(error), isUnreachable: true }
  }
}

/** Error of a device whose keys cannot be used for encryption. */
class InvalidKeys extends Error {}

async function post(
  target: PushTarget,
  payload: string,
  { ttlSeconds, urgency, topic, timeoutMs = MAX_PUSH_MS }: PushOptions,
  keys: VapidKeys,
  signal: AbortSignal,
): Promise<GuardedResponse> {
  const { endpoint, headers, body } = encrypt(target, payload, {
    ...{ TTL: ttlSeconds, urgency, topic, contentEncoding: 'aes128gcm' },
    vapidDetails: { subject: vapidSubject(), ...keys },
  })
  return guardedFetch(endpoint, {
    ...{ method: 'POST', body, signal, timeoutMs, maxBytes: MAX_RESPONSE_BYTES },
    headers: Object.fromEntries(
      Object.entries(headers)
        // undici sets it from the body.
        .filter(([name]) => name.toLowerCase() !== 'content-length')
        .map(([name, value]) => [name, String(value)]),
    ),
  })
}

function encrypt({ endpoint, p256dh, auth }: PushTarget, payload: string, options: webPush.RequestOptions) {
  try {
    return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, options)
  } catch (error) {
    throw new InvalidKeys(String(error))
  }
}

/** Reads the status of a push service (RFC 8030 §5, §7.3, §8.4). */
function outcomeOf({ status, headers, body }: GuardedResponse): PushOutcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const text = String(body).replace(/\s+/g, ' ').trim()
  const error = `${status} ${text}`.trim().slice(0, 300)
  if (status === 404 || status === 410) return { kind: 'gone', error }
  if (status !== 429 && status < 500) return { kind: 'refused', error }
  const retryInMs =
    retryAfterMs(headers.get('retry-after'), MAX_RETRY_MS, Date.now()) ??
    (status === 429 ? DEFAULT_RETRY_MS : undefined)
  return { kind: 'retry', error, isUnreachable: false, ...(retryInMs !== undefined && { retryInMs }) }
}
