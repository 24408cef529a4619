import { unstable_isUnrecognizedActionError } from 'next/navigation'

/** True when the page is older than the server: a newer Kinday no longer knows what this page asks for. */
export function isStaleAction(error: unknown): boolean {
  return unstable_isUnrecognizedActionError(error)
}
