import { z } from 'zod'
import type { Role } from '@/lib/calendar/roles'
import { email } from './email'
import { uuid } from './text'

/** Roles that an invitation can assign. */
export type InvitedRole = Exclude<Role, 'owner'>

/** Token of an invitation link. */
export const invitationToken = z.string().regex(/^[A-Za-z0-9_-]{20,64}$/)

/** Group, role and validity of an invitation. */
const invitation = {
  group: uuid,
  role: z.enum(['admin', 'editor', 'viewer']).default('editor'),
  days: z.number().int().min(1).max(365).default(14),
}

export const createInvitation = z
  .object({
    ...invitation,
    /** Maximum number of uses; null for unlimited. */
    maxUses: z.number().int().min(1).max(10_000).nullable().default(null),
  })
  .strict()

/** The token is returned only once. */
export const createInvitationOutput = z.strictObject({
  id: uuid,
  token: invitationToken,
  expiresAt: z.iso.datetime(),
})

/** Maximum number of invitation mails per day, for each user and each group. */
export const MAX_INVITATION_MAILS = 50

/** Sends an individual link to each address. */
export const inviteByEmail = z
  .object({ ...invitation, emails: z.array(email).min(1).max(MAX_INVITATION_MAILS) })
  .strict()

export const revokeInvitation = z.object({ invitation: uuid }).strict()
export const resendInvitation = z.object({ invitation: uuid }).strict()
export const acceptInvitation = z.object({ invitation: uuid }).strict()
export const declineInvitation = z.object({ invitation: uuid }).strict()
export const joinGroup = z.object({ token: invitationToken }).strict()

/** A revoked or declined invitation. */
export const closedInvitationOutput = z.strictObject({ id: uuid, group: uuid })
