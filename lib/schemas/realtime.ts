import { z } from 'zod'

/** The client's last known sequence number of each stream. */
export const knownStreams = z
  .object({ known: z.record(z.string().max(100), z.number().int().min(0)) })
  .strict()
  .refine(({ known }) => Object.keys(known).length <= 10_000, { error: 'too_many' })

const socketId = z.string().regex(/^\d{1,20}\.\d{1,20}$/)

export const channelAuth = z
  .object({ socket_id: socketId, channels: z.array(z.string().max(200)).min(1).max(500) })
  .strict()

export const userAuth = z.object({ socket_id: socketId }).strict()
