import { z } from 'zod'
import type { Level } from '@/lib/calendar/roles'
import { SHARE_LEVELS } from './choices'
import { email } from './email'
import { count } from './outputs'
import { uuid } from './text'

/** A user in a common group, a group of the user, or an e-mail address. */
const sharee = z
  .object({ user: uuid, group: uuid, email })
  .partial()
  .strict()
  .refine((to) => Object.values(to).filter((field) => field !== undefined).length === 1)

export const createShare = z
  .object({ calendar: uuid, to: sharee, level: z.enum(SHARE_LEVELS).default('viewer') })
  .strict()

export const updateShare = z.object({ share: uuid, level: z.enum(SHARE_LEVELS) }).strict()

/** `hidden`: number of hidden events that the user agrees to delete (see lost-events.ts). */
export const removeShare = z.object({ share: uuid, hidden: count.default(0) }).strict()
export const acceptShare = z.object({ share: uuid }).strict()
export const acceptShareOutput = z.strictObject({ id: uuid, calendar: uuid })

/** Declines a share, or an invitation to a group or event, and blocks its sender. */
export const blockSender = z.union([
  z.object({ share: uuid }).strict(),
  z.object({ invitation: uuid }).strict(),
  z.object({ event: uuid }).strict(),
])

/** The blocked sender. */
export const blockSenderOutput = z.strictObject({ blocked: uuid })

export const unblockUser = z.object({ user: uuid }).strict()

/** A share of a calendar. A share with an e-mail address does not reveal whether the address has an account. */
export interface Share {
  id: string
  level: Level
  to: 'user' | 'group' | 'email'
  /** Id of the user or group, for the picture. */
  toId: string | null
  name: string
  /** The color of a user in a group of the viewer. */
  color: string | null
  /** Whether it has not been accepted yet. */
  isWaiting: boolean
}

/** A calendar recently shared with the viewer, or waiting for acceptance. */
export interface ReceivedShare {
  id: string
  calendar: string
  level: Level
  name: string
  color: string
  isWaiting: boolean
  /** Name of the user who shared it; null for a deleted account. */
  by: string | null
}

/** A user whose shares and invitations are blocked. */
export interface BlockedUser {
  id: string
  name: string
}
