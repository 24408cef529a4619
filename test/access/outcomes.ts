import type { ClientRole, Scenario } from './scenario'

/** The result for each role: `ok`, a code of lib/errors.ts, or `redirect`. */
export type Outcomes = Record<ClientRole, string>

/** Returns the outcomes of the roles in the order of ROLES. */
export function byRole(
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

export const [OK, FORBIDDEN, NOT_FOUND, SIGNED_OUT] = ['ok', 'FORBIDDEN', 'NOT_FOUND', 'SIGNED_OUT'] as const
export const ALL_OK = byRole(OK, OK, OK, OK, OK, OK, OK)
export const OK_IF_SIGNED_IN = byRole(OK, OK, OK, OK, OK, OK, SIGNED_OUT)

export interface Operation {
  /** A server action, `noun/name`. */
  action: string
  /** Distinguishes several operations of an action. */
  variant?: string
  input(scenario: Scenario, role: ClientRole): unknown
  outcomes: Outcomes
}

/** A route or page: its status for each role, and the roles whose answer may contain a secret. */
export interface Endpoint {
  /** Path of the file below app/. */
  file: string
  method: 'GET' | 'POST'
  path(scenario: Scenario): string
  body?(scenario: Scenario): unknown
  status: Outcomes
  /** Roles that see the secret of the events that all members see. */
  shared?: ClientRole[]
  /** Roles that see the secret of the private event. */
  private?: ClientRole[]
  /**
   * Roles that see the secret of the event that is hidden from the admin; undefined if this is not checked. Outsiders
   * and the admin must never see it.
   */
  hidden?: ClientRole[]
}

export const MEMBERS: ClientRole[] = ['owner', 'admin', 'editor', 'viewer']

/** Roles that must never see the event that is hidden from the admin. */
export const ROLES_WITHOUT_HIDDEN_EVENT: ClientRole[] = ['admin', 'sharee', 'stranger', 'nobody']
export const OWNERS: ClientRole[] = ['owner', 'admin']

/** Outcomes of a page or route with the same status for all signed-in roles. */
export const bySession = (signedIn: string, nobody: string) =>
  byRole(signedIn, signedIn, signedIn, signedIn, signedIn, signedIn, nobody)
/** Outcomes of a page or route that exists for the members of the group only. */
export const forMembersOnly = (nobody: string) => byRole('200', '200', '200', '200', '404', '404', nobody)
