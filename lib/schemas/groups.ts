import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import { ROLES, type Role } from '@/lib/calendar/roles'
import { openInvitation } from './invitation-preview'
import { count, version } from './outputs'
import { line, prose, uuid } from './text'

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

/** `hidden`: number of hidden events that the user agrees to delete (see lost-events.ts). */
export const leaveGroup = z.object({ group: uuid, hidden: count.default(0) }).strict()

export const removeMember = z.object({ group: uuid, user: uuid }).strict()
export const changeRole = z.object({ group: uuid, user: uuid, role: z.enum(ROLES) }).strict()
export const changeRoleOutput = z.strictObject({ group: uuid, role: z.enum(ROLES) })
export const transferGroup = z.object({ group: uuid, user: uuid }).strict()

/** The group that a user joined, left or changed. */
export const groupOutput = z.strictObject({ group: uuid })

/** A page of members, optionally filtered by name. */
export const memberQuery = z
  .object({ q: line(100).default(''), from: z.coerce.number().int().min(0).max(1_000_000).default(0) })
  .strict()

/** A member of a group as all other members see them. */
export const member = z.strictObject({
  userId: uuid,
  name: z.string(),
  image: z.string().nullable(),
  /** A name of the palette. */
  color: z.string(),
  /** Whether they can sign in. The others, such as children, are managed by the owners and admins of the group. */
  hasAccount: z.boolean(),
  /** Null for members without an account. */
  role: z.enum(ROLES).nullable(),
  /** The birthday of a member without an account, which owners and admins can edit; null for other members. */
  birthday: z.string().nullable(),
})

export type Member = z.output<typeof member>

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
  /** Whether the viewer has muted it. */
  muted: z.boolean(),
  memberCount: count,
  /** The first page of members. */
  members: z.array(member),
  calendars: z.array(groupCalendar),
  /** Its lists of tasks, with the number of tasks that are not done. */
  taskLists: z.array(z.strictObject({ id: uuid, name: z.string(), open: count })),
  invitations: z.array(openInvitation),
})

export type GroupOverview = z.output<typeof groupOverviewOutput>

/** A page of members, and the number of matches. */
export const memberPageOutput = z.strictObject({ count, members: z.array(member) })

export type MemberPage = z.output<typeof memberPageOutput>

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

/**
 * Searches people in common groups by name, optionally in one group. `managed`: also members without an account; `all`:
 * as many as an event can invite; `guests`: also addresses that the user has invited before, and groups.
 */
export const peopleQuery = z
  .object({
    q: line(100).default(''),
    group: uuid.optional(),
    managed: z.literal('1').optional(),
    all: z.literal('1').optional(),
    guests: z.literal('1').optional(),
  })
  .strict()

/** Page size of user searches. */
export const PEOPLE_PAGE_SIZE = 50

/** A person in a common group: id, name, picture, and the color in that group. */
export type PersonTuple = [id: string, name: string, image: string | 0, color: string]

export const personTuple: z.ZodType<PersonTuple> = z.tuple([
  uuid,
  z.string(),
  z.union([z.string(), z.literal(0)]),
  z.string(),
])

export const peopleOutput = z.strictObject({
  people: z.array(personTuple),
  /** Whether there are more results. */
  hasMore: z.boolean(),
  /** Addresses that the user has invited before, and the user's groups. */
  guests: z
    .strictObject({
      addresses: z.array(z.strictObject({ email: z.string(), name: z.string().nullable() })),
      groups: z.array(z.strictObject({ id: uuid, name: z.string() })),
    })
    .optional(),
})

export type PeoplePage = z.output<typeof peopleOutput>
