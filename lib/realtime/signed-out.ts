/**
 * The session has ended: the page is asked for again, and leads to sign in. Not while something is being written, which
 * would be lost: saving will tell.
 */
export function signedOut(): void {
  if (!document.querySelector('dialog[open]')) location.reload()
}
