import { invitationToken } from '@/lib/schemas/invitations'

/**
 * Returns the path to go to after sign-in: one of this site, never of another site (`//elsewhere` would lead to one).
 *
 * @param fallback the path if none is requested
 */
export function returnPath(to: string | string[] | undefined, fallback = '/calendar'): string {
  return typeof to === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(to) ? to : fallback
}

/**
 * Returns the path after sign-in by an invitation. The invitation's page redirects new members to the calendar, or
 * says that the invitation has expired.
 */
export function arrivalPath(token: string): string {
  return `/join/${token}?arrived`
}

/** Returns the invitation token in a path; undefined for other paths. */
export function invitationIn(path: string): string | undefined {
  const [, token] = /^\/join\/([^/?#]+)(?:[?#].*)?$/.exec(path) ?? []
  return invitationToken.safeParse(token).data
}
