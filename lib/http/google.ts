import { redirect } from 'next/navigation'
import { storeArrival } from '@/lib/auth/arrival'
import { rememberConfirmedIdentity } from '@/lib/auth/confirmed-identity'
import { signIn } from '@/lib/auth/google'
import { confirmIdentity } from '@/lib/commands/security'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { actWithLimit, type WithoutSession, withSession } from './account'
import { type ActionResult, toRefusal } from './action-result'
import { invitationIn, returnPath } from './return-path'

/**
 * Redirects to Google for sign-in, and back to the path in the form's `to`. `dateSettings`: those of this browser, as
 * JSON.
 */
export async function startGoogleSignIn(form: unknown): Promise<never> {
  const field = (name: string) => (form instanceof FormData ? form.get(name)?.toString() : undefined)
  const returnTo = returnPath(field('to'))
  if (!env.google) redirect('/sign-in')
  await storeArrival({ ...parseDateSettings(field('dateSettings')), invitation: invitationIn(returnTo) })
  return await signIn('google', { redirectTo: returnTo })
}

/** Returns the URL that connects Google, for a user who has confirmed their identity. */
export async function startGoogleConnect(
  raw: WithoutSession<typeof confirmIdentity>,
): Promise<ActionResult<{ url: string }>> {
  if (!env.google) return { ok: false, error: toRefusal(new AppError('UNAVAILABLE')) }
  const confirmed = await actWithLimit(confirmIdentity, await withSession(raw))
  if (!confirmed.ok) return confirmed
  await storeArrival({})
  await rememberConfirmedIdentity(confirmed.result.session)
  return { ok: true, url: await signIn('google', { redirectTo: '/settings/security', redirect: false }) }
}

function parseDateSettings(json: string | undefined): object {
  try {
    return Object(JSON.parse(json ?? '{}'))
  } catch {
    return {}
  }
}
