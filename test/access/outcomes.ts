import type { Role, World } from './scenario'

/** What each role gets: `ok`, a code of lib/errors.ts, or `redirect`. In the order of ROLES. */
export type Outcomes = Record<Role, string>

/** Outcomes in the order of ROLES. */
export function each(
  ...[owner, admin, editor, viewer, sharee, stranger, nobody]: [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
): Outcomes {
  return { owner, admin, editor, viewer, sharee, stranger, nobody }
}

export const [OK, NO, UNSEEN, OUT] = ['ok', 'FORBIDDEN', 'NOT_FOUND', 'SIGNED_OUT'] as const
export const ALL = each(OK, OK, OK, OK, OK, OK, OK)
export const SIGNED_IN = each(OK, OK, OK, OK, OK, OK, OUT)

export interface Operation {
  /** A server action, `noun/name`. */
  action: string
  /** Which case of it, where there are several. */
  about?: string
  input(world: World, role: Role): unknown
  outcomes: Outcomes
}

/** An address that answers with something: its status for each role, and who may find which secret in it. */
export interface Door {
  /** The file below app/, as it stands there. */
  file: string
  method: 'GET' | 'POST'
  path(world: World): string
  body?(world: World): unknown
  status: Outcomes
  /** Who sees the shared secret, and who the private one. */
  shared?: Role[]
  private?: Role[]
}

export const MEMBERS: Role[] = ['owner', 'admin', 'editor', 'viewer']
export const OWNERS: Role[] = ['owner', 'admin']

/** A page or route that tells only the signed-in from the others. */
export const page = (signedIn: string, nobody: string) =>
  each(signedIn, signedIn, signedIn, signedIn, signedIn, signedIn, nobody)
export const forMembers = (nobody: string) => each('200', '200', '200', '200', '404', '404', nobody)
