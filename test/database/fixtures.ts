import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { db } from '@/db/client'
import { calendars, shares } from '@/db/schema/calendars'
import { events, placements } from '@/db/schema/events'
import type { Actor } from '@/lib/access/actor'
import type { Noun, VerbOf } from '@/lib/access/found'
import { grant, type IdOf, type Want } from '@/lib/access/grant'
import { type Reach, reach } from '@/lib/access/reach'
import type { Range } from '@/lib/calendar/tuple'
import { createEvent } from '@/lib/commands/events'
import { createGroup } from '@/lib/commands/groups'
import { createInvitation, joinGroup } from '@/lib/commands/invitations'
import type { Via } from '@/lib/commands/pipeline/changes'
import { type Command, type Done, execute } from '@/lib/commands/pipeline/execute'
import { signUpByProvider } from '@/lib/commands/users'
import { AppError, type ErrorCode } from '@/lib/errors'
import { range } from '@/lib/queries/range'

/** A user of a test: an actor as commands take it, with what tests refer to. */
export interface Person {
  kind: 'user'
  id: string
  name: string
  email: string
  /** Their personal calendar. */
  calendar: string
}

/** One of each kind of person that a group's calendar knows, and two it does not. */
export interface Cast {
  owner: Person
  admin: Person
  editor: Person
  viewer: Person
  /** The group's calendar is shared with them as free/busy; they are in no group. */
  sharee: Person
  /** Shares nothing with anybody. */
  stranger: Person
  /** The group, and its calendar. */
  group: string
  calendar: string
}

export const ROLES = ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger'] as const
export type RoleName = (typeof ROLES)[number]

/** A new family, made by the commands that people use. Any number of them share a database. */
export async function cast(): Promise<Cast> {
  const people = await Promise.all(ROLES.map((role) => person(role)))
  const [owner, admin, editor, viewer, sharee, stranger] = people as [
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
  ]
  const { group, calendar } = await groupOf(owner)
  await joins(admin, owner, group, 'admin')
  await joins(editor, owner, group, 'editor')
  await joins(viewer, owner, group, 'viewer')
  await share(calendar, { userId: sharee.id }, 'freebusy')
  return { owner, admin, editor, viewer, sharee, stranger, group, calendar }
}

/** Somebody new, with a personal calendar. */
export async function person(name = 'somebody'): Promise<Person> {
  const email = `${name}-${randomUUID()}@example.org`
  const { result } = await execute(
    { kind: 'job', name: 'sign-up' },
    signUpByProvider,
    { name, email, verified: true },
    { origin: 'web' },
  )
  const reached = await reach(db, { kind: 'user', id: result.id })
  return { kind: 'user', id: result.id, name, email, calendar: reached.calendars[0]!.id }
}

/** A new group of somebody's, and its calendar. */
export async function groupOf(owner: Person): Promise<{ group: string; calendar: string }> {
  const { result } = await as(owner).does(createGroup, { name: 'Family' })
  return { group: result.id, calendar: result.calendarId }
}

/** Lets somebody into a group by a link of its owner's. */
export async function joins(
  who: Person,
  owner: Person,
  group: string,
  role: 'admin' | 'editor' | 'viewer' = 'editor',
): Promise<void> {
  const { result } = await as(owner).does(createInvitation, { group, role, maxUses: 1 })
  await as(who).does(joinGroup, { token: result.token })
}

/** A share with whomever, whether or not the owner knows them. */
export async function share(
  calendarId: string,
  receiver: { userId: string } | { groupId: string },
  role: 'owner' | 'editor' | 'viewer' | 'freebusy',
): Promise<void> {
  await db.insert(shares).values({ id: randomUUID(), calendarId, role, acceptedAt: new Date(), ...receiver })
}

/** Another calendar of whomever. */
export async function calendarOf(owner: { ownerUserId: string } | { ownerGroupId: string }): Promise<string> {
  const id = randomUUID()
  await db.insert(calendars).values({ id, name: 'Another', color: 'teal', ...owner })
  return id
}

/** Shows an event in one more calendar, as if who made it had placed it, whoever may write there. */
export async function place(
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

/** An hour of a day in UTC, as input has it. */
export function hour(day: string, at = 9) {
  const wall = (n: number) => `${day}T${String(n).padStart(2, '0')}:00:00`
  return { type: 'timed', start: wall(at), startZone: 'UTC', end: wall(at + 1), endZone: 'UTC' } as const
}

/** Days, the end exclusive, as input has them. */
export function days(start: string, end: string) {
  return { type: 'all-day', start, end } as const
}

/** What an actor does and sees, through the same doors as everybody. */
export function as(actor: Actor) {
  return {
    does: <S extends z.ZodType, W extends Record<string, Want | undefined>, R>(
      command: Command<S, W, R>,
      input: z.input<S>,
      via: Partial<Via> = {},
    ): Promise<Done<R>> => execute(actor, command, input, { origin: 'web', ...via }),

    /** Makes an event of which only what a test is about need be said. */
    makes: async (input: { calendarId: string } & Partial<z.input<typeof createEvent.input>>) => {
      const { result, changeset } = await execute(
        actor,
        createEvent,
        { title: 'Dinner', span: hour('2026-11-21'), ...input },
        { origin: 'web' },
      )
      return { ...result, changeset: changeset! }
    },

    reaches: (): Promise<Reach> => reach(db, actor),

    sees: async (from: string, to: string, zone = 'UTC'): Promise<Range> =>
      range(db, await reach(db, actor), { from, to, zone }),

    /** `ok`, or the code that a grant is refused with. */
    asks: async <N extends Noun>(verb: VerbOf<N>, noun: N, id: IdOf<N>) =>
      codeOf(db.transaction((tx) => grant(tx, actor, verb, noun, id))),
  }
}

/** `ok`, or the code that something is refused with. Other errors are thrown on. */
export async function codeOf(attempt: Promise<unknown>): Promise<'ok' | ErrorCode> {
  try {
    await attempt
    return 'ok'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** The error that something is refused with. */
export async function refusal(attempt: Promise<unknown>): Promise<AppError> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('was not refused')
}
