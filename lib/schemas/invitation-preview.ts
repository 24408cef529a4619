import { z } from 'zod'
import { ROLES, type Role } from '@/lib/calendar/roles'
import { count } from './outputs'
import { uuid } from './text'

export const openInvitation = z.strictObject({
  id: uuid,
  role: z.enum(ROLES),
  invitedBy: z.string(),
  expiresAt: z.string(),
  uses: count,
  maxUses: count.nullable(),
  /** Recipient; null for a link shared manually. */
  email: z.string().nullable(),
  /** Delivery status of the mail; null for a link shared manually. */
  outcome: z.enum(['queued', 'sent', 'failed']).nullable(),
  /** Whether the recipient declined it, which closes it. */
  isDeclined: z.boolean(),
})

export type OpenInvitation = z.output<typeof openInvitation>

/** An invitation as shown to the bearer of its link. */
export interface InvitationPreview {
  inviter: { id: string; name: string; picture: string | null }
  group: { name: string; color: string; description: string; picture: string | null }
  memberCount: number
  /** Names of some members. */
  names: string[]
}

/** The invitation that a user follows when signing in or up, and the page to open afterwards. */
export interface InvitationContext {
  token: string
  group: string
  inviter: string
  to: string
}

/** An e-mail invitation to a group, as listed for its recipient. */
export interface ReceivedInvitation {
  groupId: string
  id: string
  groupName: string
  groupColor: string
  invitedBy: string
  role: Role
  expiresAt: string
}
