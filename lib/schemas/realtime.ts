import { z } from 'zod'
import { count } from './outputs'

/** The client's last known sequence number of each stream. */
export const knownStreams = z
  .object({ known: z.record(z.string().max(100), z.number().int().min(0)) })
  .strict()
  .refine(({ known }) => Object.keys(known).length <= 10_000, { error: 'too_many' })

/** Streams whose sequence number differs from the client's, and those that the user can no longer see. */
export const streamsOutput = z.strictObject({
  advanced: z.record(z.string(), count),
  revoked: z.array(z.string()),
})

const socketId = z.string().regex(/^\d{1,20}\.\d{1,20}$/)

export const channelAuth = z
  .object({ socket_id: socketId, channels: z.array(z.string().max(200)).min(1).max(500) })
  .strict()

const channelSignature = z.strictObject({ auth: z.string(), channel_data: z.string().optional() })

/** The signature of each channel; null if the user may not follow it. */
export const channelAuthOutput = z.record(z.string(), channelSignature.nullable())

/** A socket of a guest's page, and the time at which the server rendered the page. */
export const guestAuth = z
  .object({ socket_id: socketId, since: z.number().int().min(0).max(8.64e15) })
  .strict()

/**
 * The signatures of the sign-in, of the page's channel and, if there is one, of its presence channel. `isStale`:
 * whether the page has changed since it was rendered.
 */
export const guestAuthOutput = z.strictObject({
  signIn: z.strictObject({ auth: z.string(), user_data: z.string() }),
  channel: channelSignature,
  presence: channelSignature.optional(),
  isStale: z.boolean(),
})

export const userAuth = z.object({ socket_id: socketId }).strict()
export const userAuthOutput = z.strictObject({ auth: z.string(), user_data: z.string() })
