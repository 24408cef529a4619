import { auth } from 'googleapis/build/src/apis/calendar/index.js'
import { ConnectorError } from '../connector'
import { claimsOf, subjectOf } from '../id-token'
import { toConnectorError } from './errors'
import type { GoogleAccess, IssuedTokens } from './requests'

/** The minimum for two-way sync: to list the calendars of the account, and to read and write their events. */
const SCOPES = [
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
  'https://www.googleapis.com/auth/calendar.events',
]

/** Returns the address at which the user allows access to their calendars. @param challenge of PKCE (RFC 7636) */
export function authorizationUrl({
  issuer,
  account,
  ...request
}: {
  issuer: string
  clientId: string
  redirectUri: string
  state: string
  challenge: string
  /** Address of the account that is connected again; the user can choose another. */
  account?: string | undefined
}): string {
  const url = new URL('/o/oauth2/v2/auth', issuer)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    // The ID token identifies the account, also after its address has changed.
    scope: ['openid', ...SCOPES].join(' '),
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: 'S256',
    access_type: 'offline',
    // Without `consent`, Google issues a refresh token only the first time.
    prompt: account ? 'consent' : 'consent select_account',
    ...(account && { login_hint: account }),
  }).toString()
  return url.href
}

/**
 * Exchanges the code of the callback for tokens, and for the identifier of the account if Google has sent one.
 * @throws ConnectorError `sign-in-needed` if the code is invalid or has expired; `forbidden` if the user has not allowed
 *   all of the access; `refused` if the client is not accepted
 */
export async function redeemCode(
  {
    clientId,
    clientSecret,
    endpoints,
    redirectUri,
  }: Pick<GoogleAccess, 'clientId' | 'clientSecret' | 'endpoints'> & { redirectUri: string },
  { code, verifier }: { code: string; verifier: string },
  now: number,
): Promise<
  { tokens: GoogleAccess['tokens']; subject: string | null } & Pick<IssuedTokens, 'refresh_token_expires_in'>
> {
  const client = new auth.OAuth2({
    ...{ clientId, clientSecret, redirectUri },
    ...(endpoints && { endpoints: { oauth2TokenUrl: endpoints.tokenUrl } }),
  })
  const { tokens } = await client.getToken({ code, codeVerifier: verifier }).catch((error) => {
    throw toConnectorError(error, now)
  })
  const granted = tokens.scope?.split(' ') ?? []
  if (!SCOPES.every((scope) => granted.includes(scope)))
    throw new ConnectorError('forbidden', 'not all scopes are granted')
  const { access_token, refresh_token, expiry_date, refresh_token_expires_in } = tokens as IssuedTokens
  if (!access_token || !refresh_token) throw new ConnectorError('refused', 'no refresh token')
  return {
    tokens: { access_token, refresh_token, expiry_date: expiry_date ?? now },
    subject: subjectOf(claimsOf(tokens.id_token)),
    ...(refresh_token_expires_in && { refresh_token_expires_in }),
  }
}
