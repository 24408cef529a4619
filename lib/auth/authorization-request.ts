import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import { cookieOptions } from './session'

const COOKIE = 'kinday.authorization'

/** Maximum time between redirecting to the provider of a calendar and the callback. */
const MAX_AGE_SECONDS = 15 * 60

/** The session and the provider of an authorization request. Those of its callback must be the same. */
interface Authorization {
  session: string
  provider: string
}

/**
 * Begins an authorization request (RFC 6749 §4.1): returns its state, and the challenge of its PKCE verifier (RFC
 * 7636). A signed cookie keeps them until the callback. A second request replaces the first.
 * @param isAgain whether an account is connected again
 */
export async function beginAuthorization(
  by: Authorization,
  isAgain: boolean,
): Promise<{ state: string; challenge: string }> {
  const [state, verifier] = [randomToken(), randomToken()]
  const request = [state, verifier, Date.now() + MAX_AGE_SECONDS * 1000, isAgain ? 'again' : ''].join('.')
  const value = `${request}.${signatureOf(by, request)}`
  ;(await cookies()).set(COOKIE, value, { ...(await cookieOptions()), maxAge: MAX_AGE_SECONDS })
  return { state, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/**
 * Ends the authorization request of this browser, and returns its PKCE verifier. Returns null if there is none with
 * this state, if it is of another session or provider, or if it has expired. A repeated callback finds none.
 */
export async function endAuthorization(
  by: Authorization,
  state: string,
): Promise<{ verifier: string; isAgain: boolean } | null> {
  const jar = await cookies()
  const [ownState = '', verifier = '', until = '', again = '', signature = ''] = (
    jar.get(COOKIE)?.value ?? ''
  ).split('.')
  jar.set(COOKIE, '', { ...(await cookieOptions()), maxAge: 0 })
  const isSigned = isEqual(signature, signatureOf(by, [ownState, verifier, until, again].join('.')))
  const isValid = isSigned && isEqual(state, ownState) && Number(until) > Date.now()
  return isValid ? { verifier, isAgain: again !== '' } : null
}

function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

function signatureOf({ session, provider }: Authorization, request: string): string {
  return createHmac('sha256', env.authSecret)
    .update(`authorization:${provider}:${session}:${request}`)
    .digest('base64url')
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
