import { z } from 'zod'
import { DETAIL_LEVELS } from './choices'
import { uuid } from './text'

/** What happens to the events of a remote calendar when it is disconnected. */
export const COPIES = ['keep', 'remove'] as const
export type Copies = (typeof COPIES)[number]

/** Minutes between runs that users can choose: 15 minutes to a week. */
export const SYNC_INTERVALS = [15, 30, 60, 180, 360, 720, 1440, 10080] as const

export const syncNow = z.object({ binding: uuid }).strict()

export const pauseSync = z.object({ binding: uuid, isPaused: z.boolean() }).strict()

/**
 * Changes how a remote calendar is synced. `intervalMinutes` null: it adapts. `placedIn` null: its events are shown in
 * no other calendar; otherwise `placedDetail` says how much of them.
 */
export const updateBinding = z
  .object({
    binding: uuid,
    direction: z.enum(['pull', 'both']).optional(),
    intervalMinutes: z
      .literal([...SYNC_INTERVALS])
      .nullable()
      .optional(),
    placedIn: uuid.nullable().optional(),
    placedDetail: z.enum(DETAIL_LEVELS).optional(),
  })
  .strict()

export const disconnectBinding = z.object({ binding: uuid, copies: z.enum(COPIES) }).strict()

export const removeConnection = z.object({ connection: uuid, copies: z.enum(COPIES) }).strict()
