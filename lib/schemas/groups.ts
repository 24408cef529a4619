import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import type { Role } from '@/lib/calendar/roles'
import { line, uuid } from './text'

export const createGroup = z.object({ name: line(100, 1), color: z.enum(PALETTE).optional() }).strict()

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

export interface Member {
  id: string
  name: string
  image: string | null
  role: Role
}

export interface OpenInvitation {
  id: string
  role: Role
  invitedBy: string
  expiresAt: string
  uses: number
  maxUses: number | null
}

/** A group as its page shows it. Invitations are there for those who manage it. */
export interface GroupOverview {
  id: string
  name: string
  color: string
  role: Role
  members: Member[]
  invitations: OpenInvitation[]
}

/** Somebody who can take part in an event: id, name, picture, and the groups shared with them. */
export type PersonTuple = [id: string, name: string, image: string | 0, groups: string[]]
