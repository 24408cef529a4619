import { z } from 'zod'
import { ConnectorError } from '../connector'
import { claimsOf, subjectOf } from '../id-token'
import { type MicrosoftClient, type MicrosoftTokens, requestTokens } from './tokens'

/** Reading and writing the user's calendars and those that are shared with them. */
const CALENDAR_SCOPES = ['Calendars.ReadWrite', 'Calendars.ReadWrite.Shared']

/**
 * The address of the account is in the ID token. Without `offline_access`, Microsoft issues no refresh token. The settings of the
 * mailbox are its zone and the colors of its categories; a user need not allow them.
 */
const SCOPES = ['openid', 'email', 'profile', 'offline_access', ...CALENDAR_SCOPES, 'MailboxSettings.Read']

/** Returns the address at which the user allows access to their calendars. @param challenge of PKCE (RFC 7636) */
export function authorizationUrl({
  endpoints,
  clientId,
  redirectUri,
  state,
  challenge,
  account,
}: Pick<MicrosoftClient, 'clientId' | 'endpoints'> & {
  redirectUri: string
  state: string
  challenge: string
  /** Address of the account that is connected again; the user can choose another. */
  account?: string | undefined
}): string {
  const url = new URL(endpoints.authorizeUrl)
  url.search = new URLSearchParams({
    response_type: 'code',
    response_mode: 'query',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: SCOPES.join(' '),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    // Without it, Microsoft uses the account that is signed in to the browser, without asking.
    prompt: 'select_account',
    ...(account && { login_hint: account }),
  }).toString()
  return url.href
}

/**
 * Returns why the authorization endpoint has sent no code: `needs-admin` if only an administrator of the organization can
 * allow the access.
 */
export function authorizationRefusal(
  answer: URLSearchParams,
): 'denied' | 'needs-admin' | 'unreachable' | 'refused' {
  const error = answer.get('error') ?? ''
  if (NEEDS_ADMIN.test(answer.get('error_description') ?? '')) return 'needs-admin'
  // A policy of the organization, for example: `consent_required`, `interaction_required`.
  if (error.endsWith('_required')) return 'needs-admin'
  if (error === 'access_denied') return 'denied'
  return ['server_error', 'temporarily_unavailable'].includes(error) ? 'unreachable' : 'refused'
}

/** Codes of errors that name the consent of an administrator (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
const NEEDS_ADMIN = /\bAADSTS(65001|900941?|90093|90095|900970|1500081)\b/

/**
 * Exchanges the code of the callback for tokens.
 * @returns `account`: the e-mail address of the account; `subject`: its identifier, if Microsoft has sent one
 * @throws ConnectorError `sign-in-needed` if the code is invalid or has expired; `forbidden` if the user has not allowed
 *   all of the access; `refused` if the client is not accepted
 */
export async function redeemCode(
  client: MicrosoftClient & { redirectUri: string },
  { code, verifier }: { code: string; verifier: string },
  now: number,
  signal?: AbortSignal,
): Promise<{ tokens: MicrosoftTokens; account: string; subject: string | null }> {
  const grant = { grant_type: 'authorization_code', redirect_uri: client.redirectUri }
  const issued = await requestTokens(client, { ...grant, code, code_verifier: verifier }, now, signal)
  // The names are returned with or without the address of Graph.
  const granted = issued.scopes.map((scope) => scope.split('/').at(-1)!.toLowerCase())
  if (!granted.includes(CALENDAR_SCOPES[0]!.toLowerCase()))
    throw new ConnectorError('forbidden', 'not all scopes are granted')
  const claims = claimsOf(issued.idToken)
  // Organizations may put other texts into the address, such as a phone number.
  const [account] = [claims.email, claims.preferred_username].flatMap(
    (claim) => z.email().safeParse(claim).data ?? [],
  )
  if (!account) throw new ConnectorError('refused', 'no address in the ID token')
  return { tokens: issued.tokens, account: account.toLowerCase(), subject: subjectOf(claims) }
}
