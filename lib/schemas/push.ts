import { z } from 'zod'
import { uuid } from './text'

/** An uncompressed point of the curve P-256 (RFC 8291) in base64url. */
const p256dh = z.string().regex(/^B[A-P][\w-]{85}$/)
/** A secret of 16 bytes (RFC 8291) in base64url. */
const auth = z.string().regex(/^[\w-]{22}$/)

/**
 * Lets a browser receive push messages, as `PushSubscription.toJSON()` describes it. `session`: the current session,
 * set by the server. `renewedAt`: if a page renews the subscription without a request by the user, the time of its
 * previous renewal in epoch milliseconds. `replacedEndpoint`: if the browser has replaced its subscription by itself,
 * the endpoint of the former one; null if the browser does not tell it.
 */
export const subscribePush = z
  .object({
    session: uuid,
    endpoint: z.url().max(1000),
    keys: z.object({ p256dh, auth }).strict(),
    renewedAt: z.number().optional(),
    replacedEndpoint: z.url().max(1000).nullish(),
  })
  .strict()

/** `id`: null if the user has removed the subscription that is renewed or replaced. It stays removed. */
export const subscribePushOutput = z.strictObject({ id: uuid.nullable() })

export const unsubscribePush = z.object({ device: uuid }).strict()

export const sendTestPush = z.object({ device: uuid }).strict()

/** The outcome of a test message. `retrying`: the push service did not answer yet. */
export interface PushTest {
  /** The delivery. */
  id: string
  result: 'queued' | 'retrying' | 'sent' | 'gone' | 'refused' | 'unreachable'
}

/** A device that receives push messages. */
export interface PushDevice {
  id: string
  browser: string | null
  system: string | null
  /** Whether it belongs to the session of this request. */
  isCurrent: boolean
  /** Epoch milliseconds; null if nothing was delivered yet. */
  lastSuccessAt: number | null
}
