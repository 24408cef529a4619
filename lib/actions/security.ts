'use server'

import * as links from '@/lib/commands/account-links'
import * as security from '@/lib/commands/security'
import { actSafely, askForLink, changeAddress, signInByCommand, withSession } from '@/lib/http/account'
import { act } from '@/lib/http/action'
import { startGoogleConnect, startGoogleSignIn } from '@/lib/http/google'

/** Requests a sign-in or password reset link. */
export async function sendLink(input: unknown) {
  return askForLink(input)
}

export async function signInByLink(input: unknown, invitation?: unknown) {
  return signInByCommand(links.signInByLink, input, invitation)
}

export async function resetByLink(input: unknown) {
  return signInByCommand(links.resetByLink, input)
}

export async function verifyAddress(input: unknown) {
  return act(links.verifyAddress, input)
}

export async function sendVerification() {
  return actSafely(links.sendVerification, {}, 6)
}

export async function changeEmail(input: unknown) {
  return changeAddress(input)
}

export async function changePassword(input: unknown) {
  return actSafely(security.changePassword, await withSession(input))
}

export async function endSession(input: unknown) {
  return act(security.endSession, input)
}

export async function endOtherSessions() {
  return actSafely(security.endOtherSessions, await withSession({}))
}

/** Redirects to Google for sign-in. Posted by a form, so it works before scripts have loaded. */
export async function continueWithGoogle(form: FormData): Promise<void> {
  await startGoogleSignIn(form)
}

/** Returns the URL that connects Google. */
export async function connectGoogle(input: unknown) {
  return startGoogleConnect(input)
}

export async function disconnectGoogle(input: unknown) {
  return actSafely(security.disconnectGoogle, await withSession(input))
}
