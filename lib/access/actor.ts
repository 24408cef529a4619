import { AppError } from '@/lib/errors'

/** Scopes of API tokens. */
export const TOKEN_SCOPES = ['events:read', 'events:write', 'events:answer'] as const

export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** The party that a command or query acts for. Every read and write names one. */
export type Actor =
  | { kind: 'nobody' }
  | { kind: 'user'; id: string }
  /**
   * The holder of a signed link: of an attendee without an account, who is identified by address or, without one, by
   * name; or of a public link, by which anyone can join the event. The permissions end when the link is revoked or the
   * attendee leaves the event's list.
   */
  | { kind: 'guest'; link: string; event: string; person: GuestPerson }
  /**
   * The holder of the personal link of a gathering: a participant without an account, identified by the invited address
   * or by name. The permissions end when the organizer removes the participant.
   */
  | { kind: 'participant'; id: string; gathering: string; person: GuestPerson }
  /** A program with an API token: it has the user's permissions as far as the token's scopes go. */
  | { kind: 'token'; id: string; user: string; scopes: readonly TokenScope[] }
  /**
   * A job, by name. It has the permissions that `permissions.ts` lists for the name, or, on behalf of a user, that
   * user's permissions in the given calendars.
   */
  | { kind: 'job'; name: string; onBehalfOf?: { user: string; calendars: readonly string[] } }

/**
 * An attendee without an account. The name only identifies a guest who has no address. The holder of a public link has
 * neither.
 */
export interface GuestPerson {
  email: string | null
  name: string | null
}

/** Whether a link belongs to no guest, so that anyone who has it can join the event. */
export function isPublicLink({ email, name }: GuestPerson): boolean {
  return email === null && name === null
}

export const NOBODY: Actor = { kind: 'nobody' }

/** Returns the id of the signed-in user. @throws AppError SIGNED_OUT for every other kind of actor */
export function userIdOf(actor: Actor): string {
  if (actor.kind !== 'user') throw new AppError('SIGNED_OUT')
  return actor.id
}

/** Returns the user whose permissions the actor has; null for actors without a user's permissions. */
export function principalOf(actor: Actor): string | null {
  if (actor.kind === 'user') return actor.id
  return delegatorOf(actor)
}

/** Returns the user whose permissions the actor has. @throws AppError SIGNED_OUT if there is none */
export function requirePrincipal(actor: Actor): string {
  const userId = principalOf(actor)
  if (!userId) throw new AppError('SIGNED_OUT')
  return userId
}

/** Returns the user for whom a token or job acts; null for all other actors. */
export function delegatorOf(actor: Actor): string | null {
  if (actor.kind === 'token') return actor.user
  return (actor.kind === 'job' && actor.onBehalfOf?.user) || null
}

/** Returns whether the actor is the job that syncs calendars. */
export function isSync(actor: Actor): boolean {
  return actor.kind === 'job' && actor.name === 'sync'
}

/** Whether a kind of actor may act in a calendar at all. Jobs are limited to the calendars that they are given. */
export function includesCalendar(actor: Actor, calendarId: string): boolean {
  if (actor.kind !== 'job') return true
  return actor.onBehalfOf?.calendars.includes(calendarId) ?? false
}

/** Returns the columns of a changeset that identify its actor. */
export function actorColumns(actor: Actor): {
  kind: Actor['kind']
  id: string | null
  onBehalfOf: string | null
} {
  return { kind: actor.kind, id: idOf(actor), onBehalfOf: delegatorOf(actor) }
}

function idOf(actor: Actor): string | null {
  switch (actor.kind) {
    case 'nobody':
      return null
    case 'guest':
      return actor.link
    case 'job':
      return actor.name
    default:
      return actor.id
  }
}
