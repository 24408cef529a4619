import { hasWaiting } from '@/lib/offline/waiting'
import { hasUnsaved } from './unsaved'

/** Window event at the start of signing out. */
export const SIGNING_OUT = 'kinday:signing-out'

let isLeaving = false

/** Records that this page is signing out, which navigates by itself. */
export function markSigningOut(): void {
  isLeaving = true
  dispatchEvent(new Event(SIGNING_OUT))
}

/** Checks whether the page is signing out; requests would only be refused. */
export function isSigningOut(): boolean {
  return isLeaving
}

/**
 * Reloads the page after the session has ended, which leads to sign-in. Does nothing while the page signs out, while it
 * has unsaved changes, since saving them reports the end of the session, while changes wait in the outbox, since the
 * bar of offline changes then offers to sign in, or while a dialog is open. Returns whether the page is left.
 */
export function reloadToSignIn(): boolean {
  if (isLeaving) return true
  if (hasUnsaved() || hasWaiting() || document.querySelector('dialog[open]')) return false
  location.reload()
  return true
}
