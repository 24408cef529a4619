import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import { ROLES, type Role } from '@/lib/calendar/roles'
import { email, line, prose, uuid } from './text'

const fields = { name: line(100, 1), color: z.enum(PALETTE), description: prose(2000) }

export const createGroup = z
  .object({ ...fields, color: fields.color.optional(), description: fields.description.default('') })
  .strict()

/** Changes what a group says of itself. `version`: the one the person looked at. */
export const updateGroup = z
  .object({ id: uuid, version: z.number().int().min(1), patch: z.object(fields).partial().strict() })
  .strict()

export const deleteGroup = z.object({ group: uuid }).strict()
export const restoreGroup = z.object({ group: uuid }).strict()

/** What an invitation may make of people. */
export type InvitedRole = Exclude<Role, 'owner'>

/** Into which group, as what, and for how many days it opens it. */
const invitation = {
  group: uuid,
  role: z.enum(['admin', 'editor', 'viewer']).default('editor'),
  days: z.number().int().min(1).max(365).default(14),
}

export const createInvitation = z
  .object({
    ...invitation,
    /** How many people may join by it; null: as many as come. */
    maxUses: z.number().int().min(1).max(10_000).nullable().default(null),
  })
  .strict()

/** Invitations that may be sent by e-mail in a day: by a person, and for a group. */
export const MAX_INVITATION_MAILS = 50

/** Each address gets a link of its own. */
export const inviteByEmail = z
  .object({ ...invitation, emails: z.array(email).min(1).max(MAX_INVITATION_MAILS) })
  .strict()

/**
 * Addresses in a text as people paste it: one a line, or with commas and names, `Ann <ann@example.org>`. What is none is
 * told apart, so that it can be shown.
 */
export function parseAddresses(text: string): { good: string[]; bad: string[] } {
  const found = { good: new Set<string>(), bad: new Set<string>() }
  for (const part of text.split(/[,;\r\n]+/)) {
    const inBrackets = [...part.matchAll(/<([^<>]*)>/g)].map(([, address]) => address!)
    for (const word of inBrackets.length ? inBrackets : part.split(/\s+/)) {
      if (!word.trim()) continue
      const address = email.safeParse(word)
      if (address.success) found.good.add(address.data)
      else found.bad.add(word.trim())
    }
  }
  return { good: [...found.good], bad: [...found.bad] }
}

/** The secret of an invitation's link. */
export const invitationToken = z.string().regex(/^[A-Za-z0-9_-]{20,64}$/)

export const revokeInvitation = z.object({ invitation: uuid }).strict()
export const resendInvitation = z.object({ invitation: uuid }).strict()
export const acceptInvitation = z.object({ invitation: uuid }).strict()
export const declineInvitation = z.object({ invitation: uuid }).strict()
export const joinGroup = z.object({ token: invitationToken }).strict()
export const leaveGroup = z.object({ group: uuid }).strict()
export const removeMember = z.object({ group: uuid, user: uuid }).strict()
export const changeRole = z.object({ group: uuid, user: uuid, role: z.enum(ROLES) }).strict()
export const handOverGroup = z.object({ group: uuid, user: uuid }).strict()

/** Which members a page asks for: whose name holds a text, from the how manieth on. */
export const memberQuery = z
  .object({ q: line(100).default(''), from: z.coerce.number().int().min(0).max(1_000_000).default(0) })
  .strict()

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
  /** Whom it was sent to, and how that went; null for a link that is handed on by hand. */
  email: string | null
  outcome: 'queued' | 'sent' | 'failed' | null
  /** They said no, so it is open no longer. */
  declined: boolean
}

/** A calendar of a group, as its page names it. */
export interface GroupCalendar {
  id: string
  name: string
  color: string
}

/** What a group says of itself, and what the viewer is in it. */
export interface GroupProfile {
  id: string
  name: string
  color: string
  description: string
  image: string | null
  version: number
  role: Role
}

/** A group as its page shows it. Invitations are there for those who manage it. */
export interface GroupOverview extends GroupProfile {
  /** How many there are, and the first of them. */
  memberCount: number
  members: Member[]
  calendars: GroupCalendar[]
  invitations: OpenInvitation[]
}

/** Members from somewhere on, and how many there are in all that were asked for. */
export interface MemberPage {
  count: number
  members: Member[]
}

/** What an invitation opens, for who holds its link: who invites, and who is there already. */
export interface InvitationPreview {
  inviter: { id: string; name: string; picture: string | null }
  group: { name: string; color: string; description: string; picture: string | null }
  memberCount: number
  /** The names of some. */
  names: string[]
}

/** The invitation that somebody comes by to sign in or up, and where they are led then. */
export interface InvitationContext {
  token: string
  group: string
  inviter: string
  to: string
}

/** A group that one was invited to by e-mail. */
export interface ReceivedInvitation {
  id: string
  groupName: string
  groupColor: string
  invitedBy: string
  role: Role
  expiresAt: string
}

/** A group that one is in. */
export interface OwnGroup {
  id: string
  name: string
  color: string
  image: string | null
  role: Role
  memberCount: number
}

/** A group of one's own that was deleted, and until when it can be brought back. */
export interface DeletedGroup {
  id: string
  name: string
  color: string
  until: string
}

/** Of the people one knows, those whose name has some words; of one group, where that is asked. */
export const peopleQuery = z.object({ q: line(100).default(''), group: uuid.optional() }).strict()

/** People that are told at once: more are found by name. */
export const PEOPLE_PAGE = 50

/** Somebody whom one shares a group with: id, name, picture. */
export type PersonTuple = [id: string, name: string, image: string | 0]

export interface PeoplePage {
  people: PersonTuple[]
  /** Whether there are others. */
  more: boolean
}
