import { z } from 'zod'
import type { Level } from '@/lib/calendar/roles'
import { SHARE_ROLES } from './choices'
import { email, uuid } from './text'

/** A user in a common group, a group of the actor, or an e-mail address. */
const receiver = z
  .object({ user: uuid, group: uuid, email })
  .partial()
  .strict()
  .refine((to) => Object.values(to).filter((one) => one !== undefined).length === 1)

export const createShare = z
  .object({ calendar: uuid, to: receiver, role: z.enum(SHARE_ROLES).default('viewer') })
  .strict()

export const updateShare = z.object({ share: uuid, role: z.enum(SHARE_ROLES) }).strict()

export const removeShare = z.object({ share: uuid }).strict()
export const acceptShare = removeShare

/** Declines a share or a group invitation, and everything else that its sender may send. */
export const blockSender = z.union([
  z.object({ share: uuid }).strict(),
  z.object({ invitation: uuid }).strict(),
])

export const unblockUser = z.object({ user: uuid }).strict()

/** With whom a calendar is shared. Of an address nothing else is known: whether it has an account is not told. */
export interface Share {
  id: string
  role: Level
  to: 'user' | 'group' | 'email'
  /** Of the user or group, for their picture. */
  toId: string | null
  name: string
  /** Whether it waits to be accepted. */
  waiting: boolean
}

/** A calendar that waits to be accepted by the viewer, or was shared with them lately. */
export interface ReceivedShare {
  id: string
  calendar: string
  role: Level
  name: string
  color: string
  waiting: boolean
  /** Name of the user who shares it; null if that account is gone. */
  by: string | null
}

/** A user whose shares and invitations are not received. */
export interface BlockedUser {
  id: string
  name: string
}
