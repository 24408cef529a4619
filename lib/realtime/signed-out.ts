import { hasUnsaved } from './unsaved'

let leaving = false

/** Records that this page is signing out, which navigates by itself. */
export function signingOut(): void {
  leaving = true
}

/** Checks whether the page is signing out; requests would only be refused. */
export function isSigningOut(): boolean {
  return leaving
}

/**
 * Reloads the page after the session has ended, which leads to sign-in. Not while there are unsaved changes: saving
 * them reports the end of the session.
 */
export function signedOut(): void {
  if (!leaving && !hasUnsaved() && !document.querySelector('dialog[open]')) location.reload()
}
