import { z } from 'zod'
import type { Level } from '@/lib/calendar/roles'
import { email, uuid } from './text'

export const SHARE_ROLES = ['freebusy', 'viewer', 'editor', 'owner'] as const satisfies readonly Level[]

/** Somebody one shares a group with, a group one is in, or whoever an address is shown to belong to. */
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

/** With whom a calendar is shared. By an address, that is all there is: whether somebody has it is not told. */
export interface Share {
  id: string
  role: Level
  to: 'user' | 'group' | 'email'
  /** Of the user or group, for their picture. */
  toId: string | null
  name: string
}

/** A calendar that was shared with oneself lately; `by` is null where it is no longer known who did. */
export interface ReceivedShare {
  id: string
  calendar: string
  role: Level
  name: string
  color: string
  by: string | null
}
