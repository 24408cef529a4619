import { type Actor, delegatorOf, type TokenScope } from './actor'
import type { Noun, VerbOf } from './verbs'

type Permissions = { readonly [N in Noun]?: readonly VerbOf<N>[] }

const READ: Permissions = { attachment: ['read'], calendar: ['freebusy', 'read'], event: ['read'] }

/** Permissions that commands request to edit events. */
const WRITE: Permissions = {
  attachment: ['write'],
  calendar: ['write'],
  event: ['place', 'write'],
  groups: ['read'],
  invitees: ['read', 'invite'],
  people: ['read'],
  placement: ['write'],
  'target-calendar': ['write'],
}

/** Permissions of each scope, limited to those of the token's user. */
const SCOPE_PERMISSIONS: Record<TokenScope, Permissions> = {
  'events:read': READ,
  'events:write': WRITE,
  'events:answer': { event: ['answer'] },
}

/** Permissions of jobs on behalf of a user, in the calendars that they are limited to. */
const DELEGATED_JOB_PERMISSIONS: readonly Permissions[] = [READ, WRITE]

/** Further permissions of the job that handles the deadlines of gatherings on behalf of their organizers. */
const GATHERING_JOB_PERMISSIONS: Permissions = { gathering: ['write'] }

/** Permissions of jobs on behalf of no user, by name. Only the administration shell has those of an administrator. */
const JOB_PERMISSIONS: Readonly<Record<string, Permissions>> = {
  admin: {
    account: ['own'],
    administration: ['read', 'own'],
    'any-invitation': ['own'],
    'any-user': ['own'],
    delivery: ['own'],
    job: ['own'],
  },
  'account-link': { account: ['send-link'] },
  'address-tried': { account: ['send-link'] },
  google: { account: ['authenticate'] },
  'sign-up': { instance: ['admit'] },
}

/** Permissions of guests for the event of their link, its attachments and their own comments on it. */
const GUEST_PERMISSIONS: Permissions = {
  attachment: ['read'],
  comment: ['write', 'remove'],
  event: ['read', 'comment', 'answer', 'join'],
  task: ['claim'],
}

/** Permissions of participants without an account for their gathering, and their own comments on it. */
const PARTICIPANT_PERMISSIONS: Permissions = {
  comment: ['write', 'remove'],
  gathering: ['read', 'vote', 'comment', 'add-slots'],
  'gathering-page': ['read'],
  task: ['claim'],
}

/**
 * Whether an actor of this kind may request a permission at all; the noun's loader decides afterwards. Users and
 * signed-out visitors may request all of them: loaders check those actors themselves.
 */
export function canRequest<N extends Noun>(actor: Actor, verb: VerbOf<N>, noun: N): boolean {
  if (actor.kind === 'user' || actor.kind === 'nobody') return true
  return permissionsOf(actor).some((permissions) =>
    (permissions[noun] as readonly string[] | undefined)?.includes(verb),
  )
}

function permissionsOf(actor: Exclude<Actor, { kind: 'user' | 'nobody' }>): readonly Permissions[] {
  if (actor.kind === 'guest') return [GUEST_PERMISSIONS]
  if (actor.kind === 'participant') return [PARTICIPANT_PERMISSIONS]
  if (actor.kind === 'token') return actor.scopes.map((scope) => SCOPE_PERMISSIONS[scope])
  if (delegatorOf(actor))
    return actor.name === 'gatherings'
      ? [...DELEGATED_JOB_PERMISSIONS, GATHERING_JOB_PERMISSIONS]
      : DELEGATED_JOB_PERMISSIONS
  return Object.hasOwn(JOB_PERMISSIONS, actor.name) ? [JOB_PERMISSIONS[actor.name]!] : []
}
