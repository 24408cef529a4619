import { hasUnsaved } from './unsaved'

let leaving = false

/** Signing out here leads away by itself: what hears of it on the side must not lead elsewhere meanwhile. */
export function signingOut(): void {
  leaving = true
}

/** Whether somebody is signing out here: nothing is asked for then, which would only be refused. */
export function isSigningOut(): boolean {
  return leaving
}

/**
 * The session has ended: the page is asked for again, and leads to sign in. Not while something is being written, which
 * would be lost: saving will tell.
 */
export function signedOut(): void {
  if (!leaving && !hasUnsaved() && !document.querySelector('dialog[open]')) location.reload()
}
