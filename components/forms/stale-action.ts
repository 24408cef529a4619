import { unstable_isUnrecognizedActionError } from 'next/navigation'

/** Returns true if the page is older than the server, so the server no longer knows the action. */
export function isStaleAction(error: unknown): boolean {
  return unstable_isUnrecognizedActionError(error)
}
