import { invitationToken } from '@/lib/schemas/groups'

/** Where to go after signing in: a path of our own, never another site (`//elsewhere` is one). */
export function returnPath(to: string | string[] | undefined): string {
  return typeof to === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(to) ? to : '/calendar'
}

/**
 * Where somebody is led who has signed in by way of an invitation, and is in its group by then: its page goes on to the
 * calendar. Was it over meanwhile, the page says so.
 */
export function arrivalPath(token: string): string {
  return `/join/${token}?arrived`
}

/** The secret of the invitation that a path leads to; undefined when it leads elsewhere. */
export function invitationIn(path: string): string | undefined {
  const [, token] = /^\/join\/([^/?#]+)(?:[?#].*)?$/.exec(path) ?? []
  return invitationToken.safeParse(token).data
}
