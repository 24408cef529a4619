'use server'

import { redirect } from 'next/navigation'
import { signIn } from '@/lib/auth'
import * as links from '@/lib/commands/account-links'
import * as security from '@/lib/commands/security'
import { env } from '@/lib/env'
import { actSafely, askForLink, enterBy, withSession } from '@/lib/http/account'
import { act } from '@/lib/http/action'
import { returnPath } from '@/lib/http/return-path'

/** Has a link sent to sign in, or to choose a new password by. */
export async function sendLink(input: unknown) {
  return askForLink(input)
}

export async function signInByLink(input: unknown) {
  return enterBy(links.signInByLink, input)
}

export async function resetByLink(input: unknown) {
  return enterBy(links.resetByLink, input)
}

export async function verifyAddress(input: unknown) {
  return act(links.verifyAddress, input)
}

export async function sendVerification() {
  return actSafely(links.sendVerification, {}, 6)
}

export async function changeEmail(input: unknown) {
  return actSafely(security.changeEmail, await withSession(input))
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

/** Off to Google, to sign in or (signed in) to connect. A form posts it, so that it works before scripts do. */
export async function continueWithGoogle(form: FormData): Promise<void> {
  const to = returnPath(form instanceof FormData ? form.get('to')?.toString() : undefined)
  if (!env.google) redirect('/sign-in')
  await signIn('google', { redirectTo: to })
}

export async function disconnectGoogle() {
  return act(security.disconnectGoogle, {})
}
