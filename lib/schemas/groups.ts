import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import { line, uuid } from './text'

export const createGroup = z
  .object({ name: line(100, 1), color: z.enum(PALETTE).optional() })
  .strict()

export const createInvitation = z
  .object({
    group: uuid,
    role: z.enum(['admin', 'editor', 'viewer']).default('editor'),
    /** How many days it opens the group. */
    days: z.number().int().min(1).max(365).default(14),
    /** How many people may join by it; null: as many as come. */
    maxUses: z.number().int().min(1).max(10_000).nullable().default(null),
  })
  .strict()

/** The secret of an invitation's link. */
export const invitationToken = z.string().regex(/^[A-Za-z0-9_-]{20,64}$/)

export const revokeInvitation = z.object({ invitation: uuid }).strict()
export const joinGroup = z.object({ token: invitationToken }).strict()
export const leaveGroup = z.object({ group: uuid }).strict()
export const removeMember = z.object({ group: uuid, user: uuid }).strict()
