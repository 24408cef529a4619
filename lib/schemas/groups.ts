import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import { ROLES, type Role } from '@/lib/calendar/roles'
import { count, version } from './outputs'
import { email, line, prose, uuid } from './text'

const fields = { name: line(100, 1), color: z.enum(PALETTE), description: prose(2000) }

export const createGroup = z
  .object({ ...fields, color: fields.color.optional(), description: fields.description.default('') })
  .strict()

export const createGroupOutput = z.strictObject({ id: uuid, calendarId: uuid })

/** Changes a group's profile. `version`: the version that the user edited. */
export const updateGroup = z
  .object({ id: uuid, version: z.number().int().min(1), patch: z.object(fields).partial().strict() })
  .strict()

/** The group's version and fields after the merge. */
export const updateGroupOutput = z.strictObject({
  id: uuid,
  version,
  current: z.strictObject({ name: z.string(), color: z.string(), description: z.string() }),
})

export const deleteGroup = z.object({ group: uuid }).strict()
export const restoreGroup = z.object({ group: uuid }).strict()

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
export const leaveGroup = z.object({ group: uuid }).strict()
export const removeMember = z.object({ group: uuid, user: uuid }).strict()
export const changeRole = z.object({ group: uuid, user: uuid, role: z.enum(ROLES) }).strict()
export const changeRoleOutput = z.strictObject({ group: uuid, role: z.enum(ROLES) })
export const transferGroup = z.object({ group: uuid, user: uuid }).strict()

/** The group that a user joined, left or changed. */
export const groupOutput = z.strictObject({ group: uuid })

/** A revoked or declined invitation. */
export const closedInvitationOutput = z.strictObject({ id: uuid, group: uuid })

/** A page of members, optionally filtered by name. */
export const memberQuery = z
  .object({ q: line(100).default(''), from: z.coerce.number().int().min(0).max(1_000_000).default(0) })
  .strict()

const member = z.strictObject({
  id: uuid,
  name: z.string(),
  image: z.string().nullable(),
  role: z.enum(ROLES),
})

export type Member = z.output<typeof member>

const openInvitation = z.strictObject({
  id: uuid,
  role: z.enum(ROLES),
  invitedBy: z.string(),
  expiresAt: z.string(),
  uses: count,
  maxUses: count.nullable(),
  /** Recipient and delivery status; null for a link shared manually. */
  email: z.string().nullable(),
  outcome: z.enum(['queued', 'sent', 'failed']).nullable(),
  /** Whether the recipient declined it, which closes it. */
  declined: z.boolean(),
})

export type OpenInvitation = z.output<typeof openInvitation>

/** A calendar on its group's page. */
const groupCalendar = z.strictObject({ id: uuid, name: z.string(), color: z.string() })

export type GroupCalendar = z.output<typeof groupCalendar>

/** A group's profile, with the viewer's role. */
const groupProfile = z.strictObject({
  id: uuid,
  name: z.string(),
  color: z.string(),
  description: z.string(),
  image: z.string().nullable(),
  version,
  role: z.enum(ROLES),
})

export type GroupProfile = z.output<typeof groupProfile>

/** A group's page. Invitations are included for managers only. */
export const groupOverviewOutput = groupProfile.extend({
  /** Number of members, and the first page of them. */
  memberCount: count,
  members: z.array(member),
  calendars: z.array(groupCalendar),
  invitations: z.array(openInvitation),
})

export type GroupOverview = z.output<typeof groupOverviewOutput>

/** A page of members, and the number of matches. */
export const memberPageOutput = z.strictObject({ count, members: z.array(member) })

export type MemberPage = z.output<typeof memberPageOutput>

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
  id: string
  groupName: string
  groupColor: string
  invitedBy: string
  role: Role
  expiresAt: string
}

/** A group of the user. */
export interface OwnGroup {
  id: string
  name: string
  color: string
  image: string | null
  role: Role
  memberCount: number
}

/** A deleted group of the user, and when it is deleted permanently. */
export interface DeletedGroup {
  id: string
  name: string
  color: string
  until: string
}

/** Searches users in common groups by name, optionally in one group. */
export const peopleQuery = z.object({ q: line(100).default(''), group: uuid.optional() }).strict()

/** Page size of user searches. */
export const PEOPLE_PAGE = 50

/** A user in a common group: id, name, picture. */
export type PersonTuple = [id: string, name: string, image: string | 0]

const personTuple: z.ZodType<PersonTuple> = z.tuple([uuid, z.string(), z.union([z.string(), z.literal(0)])])

export const peopleOutput = z.strictObject({
  people: z.array(personTuple),
  /** Whether there are more results. */
  more: z.boolean(),
})

export type PeoplePage = z.output<typeof peopleOutput>
