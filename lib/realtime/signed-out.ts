import { hasUnsaved } from './unsaved'

let leaving = false

/** Set while this page signs out, which navigates by itself. */
export function signingOut(): void {
  leaving = true
}

/** Checks whether the page is signing out; requests would only be refused. */
export function isSigningOut(): boolean {
  return leaving
}

/**
 * Reloads the page after the session has ended, which leads to sign-in. Not while there are unsaved changes: saving
 * them reports it.
 */
export function signedOut(): void {
  if (!leaving && !hasUnsaved() && !document.querySelector('dialog[open]')) location.reload()
}
