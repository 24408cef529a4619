import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { db } from '@/db/client'
import { calendars, shares } from '@/db/schema/calendars'
import { events } from '@/db/schema/events'
import { members } from '@/db/schema/groups'
import { placements } from '@/db/schema/placements'
import { users } from '@/db/schema/users'
import type { Actor } from '@/lib/access/actor'
import { type GrantRequest, grant, type IdOf } from '@/lib/access/grant'
import { loadReach, type Reach } from '@/lib/access/reach'
import type { Noun, VerbOf } from '@/lib/access/verbs'
import { colorFor } from '@/lib/calendar/palette'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Range } from '@/lib/calendar/tuple'
import { createEvent } from '@/lib/commands/events'
import { createGroup } from '@/lib/commands/groups'
import { createInvitation, joinGroup } from '@/lib/commands/invitations'
import type { CommandResult, CommandSource } from '@/lib/commands/pipeline/changes'
import { type Command, execute } from '@/lib/commands/pipeline/execute'
import { signUpByProvider } from '@/lib/commands/users'
import { AppError, type ErrorCode } from '@/lib/errors'
import { eventDetail } from '@/lib/queries/events'
import { range } from '@/lib/queries/range'
import { eventDetailOutput } from '@/lib/schemas/event-detail'
import { rangeOutput } from '@/lib/schemas/range'

/** A user in a test: an actor for commands, with name, address and calendar. */
export interface TestUser {
  kind: 'user'
  id: string
  name: string
  email: string
  /** Their personal calendar. */
  calendar: string
}

/** A group with a user in each role, a user with a free/busy share and a stranger. */
export interface Family {
  owner: TestUser
  admin: TestUser
  editor: TestUser
  viewer: TestUser
  /** Has a free/busy share of the group's calendar and is in no group. */
  sharee: TestUser
  /** Has no relation to the others. */
  stranger: TestUser
  group: string
  /** The calendar of the group. */
  calendar: string
}

export const FAMILY_ROLES = ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger'] as const
export type RoleName = (typeof FAMILY_ROLES)[number]

/** Creates a group with users in each role. A database can contain several. */
export async function makeFamily(): Promise<Family> {
  const people = await Promise.all(FAMILY_ROLES.map((role) => makeUser(role)))
  const [owner, admin, editor, viewer, sharee, stranger] = people as [
    TestUser,
    TestUser,
    TestUser,
    TestUser,
    TestUser,
    TestUser,
  ]
  const { group, calendar } = await makeGroup(owner)
  await addMember(admin, owner, group, 'admin')
  await addMember(editor, owner, group, 'editor')
  await addMember(viewer, owner, group, 'viewer')
  await insertShare(calendar, { userId: sharee.id }, 'freebusy')
  return { owner, admin, editor, viewer, sharee, stranger, group, calendar }
}

/** Creates a user with a personal calendar. */
export async function makeUser(name = 'user'): Promise<TestUser> {
  const email = `${name}-${randomUUID()}@example.org`
  const { result } = await execute(
    { kind: 'job', name: 'sign-up' },
    signUpByProvider,
    { name, email, verified: true },
    { origin: 'web' },
  )
  const reach = await loadReach(db, { kind: 'user', id: result.id })
  return { kind: 'user', id: result.id, name, email, calendar: reach.calendars[0]!.id }
}

/** Creates a group and its calendar. */
export async function makeGroup(owner: TestUser): Promise<{ group: string; calendar: string }> {
  const { result } = await as(owner).run(createGroup, { name: 'Family' })
  return { group: result.id, calendar: result.calendarId }
}

/** Adds a user to a group by an invitation of its owner. */
export async function addMember(
  user: TestUser,
  owner: TestUser,
  group: string,
  role: 'admin' | 'editor' | 'viewer' = 'editor',
): Promise<void> {
  const { result } = await as(owner).run(createInvitation, { group, role, maxUses: 1 })
  await as(user).run(joinGroup, { token: result.token })
}

/** Inserts many users as viewers of a group, without calendars of their own. @returns their ids */
export async function insertViewers(groupId: string, number: number): Promise<string[]> {
  const ids = Array.from({ length: number }, () => randomUUID())
  await db.insert(users).values(ids.map((id) => ({ id, name: 'Viewer', email: `${id}@example.org` })))
  await db
    .insert(members)
    .values(ids.map((userId) => ({ groupId, userId, role: 'viewer' as const, color: colorFor(userId) })))
  return ids
}

/** Inserts a share, accepted and without permission checks. */
export async function insertShare(
  calendarId: string,
  receiver: { userId: string } | { groupId: string },
  level: 'owner' | 'editor' | 'viewer' | 'freebusy',
): Promise<void> {
  await db.insert(shares).values({ id: randomUUID(), calendarId, level, acceptedAt: new Date(), ...receiver })
}

/** Inserts a calendar. */
export async function insertCalendar(
  owner: { ownerUserId: string } | { ownerGroupId: string },
): Promise<string> {
  const id = randomUUID()
  await db.insert(calendars).values({ id, name: 'Another', color: 'teal', ...owner })
  return id
}

/** Inserts a placement in the name of the event's creator, without permission checks. */
export async function insertPlacement(
  eventId: string,
  calendarId: string,
  detail: 'full' | 'title' | 'busy' = 'full',
): Promise<void> {
  const [event] = await db.select().from(events).where(eq(events.id, eventId))
  const { uid, spanFrom, spanTo, createdBy: placedBy } = event!
  const long = event!.recurrence !== null
  await db
    .insert(placements)
    .values({ eventId, calendarId, home: false, detail, placedBy, uid, spanFrom, spanTo, long })
}

/** Returns an input span of one hour in UTC. */
export function hour(day: string, at = 9) {
  const wall = (n: number) => `${day}T${String(n).padStart(2, '0')}:00:00`
  return { type: 'timed', start: wall(at), startZone: 'UTC', end: wall(at + 1), endZone: 'UTC' } as const
}

/** Returns an all-day input span, the end exclusive. */
export function days(start: string, end: string) {
  return { type: 'all-day', start, end } as const
}

/** Runs commands and queries as an actor. */
export function as(actor: Actor) {
  return {
    run: <I extends z.ZodType, O extends z.ZodType, W extends Record<string, GrantRequest | undefined>>(
      command: Command<I, O, W>,
      input: z.input<I>,
      via: Partial<CommandSource> = {},
    ): Promise<CommandResult<z.output<O>>> => execute(actor, command, input, { origin: 'web', ...via }),

    /** Creates an event with defaults for omitted fields. */
    createEvent: async (input: { calendarId: string } & Partial<z.input<typeof createEvent.input>>) => {
      const { result, changeset } = await execute(
        actor,
        createEvent,
        { title: 'Dinner', span: hour('2026-11-21'), ...input },
        { origin: 'web' },
      )
      return { ...result, changeset: changeset! }
    },

    loadReach: (): Promise<Reach> => loadReach(db, actor),

    loadRange: async (from: string, to: string, zone = 'UTC'): Promise<Range> =>
      rangeOutput.parse(await range(db, await loadReach(db, actor), { from, to, zone })),

    /** Requests a grant. Returns `ok` or the error code. */
    requestGrant: async <N extends Noun>(verb: VerbOf<N>, noun: N, id: IdOf<N>) =>
      codeOf(db.transaction((tx) => grant(tx, actor, verb, noun, id))),
  }
}

/** Loads an event or one of its occurrences as the event dialog shows it. */
export const loadEventDetail = (actor: Actor, event: string, occurrence?: RecurrenceId) =>
  db.transaction(async (tx) =>
    eventDetailOutput.parse(eventDetail(await grant(tx, actor, 'read', 'event', event), occurrence)),
  )

/** Returns `ok` or the error code of a rejected attempt. Rethrows other errors. */
export async function codeOf(attempt: Promise<unknown>): Promise<'ok' | ErrorCode> {
  try {
    await attempt
    return 'ok'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** Returns the error of a rejected attempt. */
export async function errorOf(attempt: Promise<unknown>): Promise<AppError> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('was not refused')
}
