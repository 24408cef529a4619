import { z } from 'zod'
import { SYNC_DIRECTIONS } from '@/lib/calendar/sync-choices'
import { COPIES, DETAIL_LEVELS, SYNC_INTERVALS } from './choices'
import { uuid } from './text'

export const syncNow = z.object({ binding: uuid }).strict()

export const pauseSync = z.object({ binding: uuid, isPaused: z.boolean() }).strict()

/**
 * Changes how a remote calendar is synced. `intervalMinutes` null: the interval adapts. `placedIn` null: its events are
 * shown in no other calendar; otherwise `placedDetail` says how much of them.
 */
export const updateBinding = z
  .object({
    binding: uuid,
    direction: z.enum(SYNC_DIRECTIONS).optional(),
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
