'use server'

import * as links from '@/lib/commands/account-links'
import * as google from '@/lib/commands/google'
import * as security from '@/lib/commands/security'
import {
  actWithLimit,
  askForLink,
  changeAddress,
  signInByCommand,
  type WithoutSession,
  withSession,
} from '@/lib/http/account'
import { act, type InputOf } from '@/lib/http/action'
import { startGoogleConnect, startGoogleSignIn } from '@/lib/http/google'

/** Requests a sign-in or password reset link. */
export async function sendLink(input: InputOf<typeof links.sendLink>) {
  return askForLink(input)
}

export async function signInByLink(input: InputOf<typeof links.signInByLink>, invitation?: string) {
  return signInByCommand(links.signInByLink, input, invitation)
}

export async function resetByLink(input: InputOf<typeof links.resetByLink>) {
  return signInByCommand(links.resetByLink, input)
}

export async function verifyAddress(input: InputOf<typeof links.verifyAddress>) {
  return act(links.verifyAddress, input)
}

export async function sendVerification() {
  return actWithLimit(links.sendVerification, {}, 6)
}

export async function changeEmail(input: WithoutSession<typeof security.changeEmail>) {
  return changeAddress(input)
}

export async function changePassword(input: WithoutSession<typeof security.changePassword>) {
  return actWithLimit(security.changePassword, await withSession(input))
}

export async function endSession(input: InputOf<typeof security.endSession>) {
  return act(security.endSession, input)
}

export async function endOtherSessions() {
  return actWithLimit(security.endOtherSessions, await withSession({}))
}

/** Redirects to Google for sign-in. Posted by a form, so it works before scripts have loaded. */
export async function continueWithGoogle(form: FormData): Promise<void> {
  await startGoogleSignIn(form)
}

/** Returns the URL that connects Google. */
export async function connectGoogle(input: WithoutSession<typeof security.confirmIdentity>) {
  return startGoogleConnect(input)
}

export async function disconnectGoogle(input: WithoutSession<typeof google.disconnectGoogle>) {
  return actWithLimit(google.disconnectGoogle, await withSession(input))
}
