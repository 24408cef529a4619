import { timeoutSignal } from '@/lib/outgoing/timeout-signal'
import { ConnectorError, type ConnectorProblem } from '../connector'
import { retryAtOf } from '../retry-at'

/** Maximum time of a request. */
const TIMEOUT_MS = 30_000

/** Tokens of an account. Microsoft replaces the refresh token with each access token. */
export interface MicrosoftTokens {
  access_token: string
  refresh_token: string
  /** When the access token expires, in epoch milliseconds. */
  expiry_date: number
}

/** The OAuth client that the administrator has registered at Microsoft. */
export interface MicrosoftClient {
  clientId: string
  clientSecret: string
  /** Addresses of Graph (with its version, and a slash at the end) and of OAuth's endpoints. */
  endpoints: { rootUrl: string; authorizeUrl: string; tokenUrl: string }
}

/** Tokens as the token endpoint returns them. */
export interface IssuedTokens {
  tokens: MicrosoftTokens
  scopes: string[]
  /** The ID token (OpenID Connect Core §2), if it was requested. */
  idToken: string | null
}

/**
 * Requests tokens with a grant (RFC 6749 §4.1.3, §6).
 * @throws ConnectorError `sign-in-needed` if the grant is invalid or the user has to consent again; `refused` if the
 *   client is not accepted; `rate-limited`, `unreachable`
 */
export async function requestTokens(
  { clientId, clientSecret, endpoints }: MicrosoftClient,
  grant: Record<string, string>,
  now: number,
  signal?: AbortSignal,
): Promise<IssuedTokens> {
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...grant })
  const request = { method: 'POST', body, signal: timeoutSignal(TIMEOUT_MS, signal) }
  const response = await fetch(endpoints.tokenUrl, { ...request, redirect: 'error' }).catch(() => null)
  const answer = Object(await response?.json().catch(() => null))
  signal?.throwIfAborted()
  if (!response) throw new ConnectorError('unreachable', 'no answer')
  if (!response.ok) throw errorOf(response, answer, now)
  const { access_token, refresh_token = grant.refresh_token, expires_in, scope, id_token } = answer
  // A proxy or a captive portal.
  if (typeof access_token !== 'string') throw new ConnectorError('unreachable', 'no token')
  if (typeof refresh_token !== 'string') throw new ConnectorError('refused', 'no refresh token')
  return {
    tokens: { access_token, refresh_token, expiry_date: now + (Number(expires_in) || 0) * 1000 },
    scopes: typeof scope === 'string' ? scope.split(' ') : [],
    idToken: typeof id_token === 'string' ? id_token : null,
  }
}

/** Errors of the token endpoint (RFC 6749 §5.2, OpenID Connect Core §3.1.2.6). */
const PROBLEMS: Record<string, ConnectorProblem> = {
  invalid_grant: 'sign-in-needed',
  interaction_required: 'sign-in-needed',
  consent_required: 'sign-in-needed',
  login_required: 'sign-in-needed',
  temporarily_unavailable: 'unreachable',
  server_error: 'unreachable',
}

/** The description is left out: it can name the user. */
function errorOf({ status, headers }: Response, { error, error_codes }: ErrorBody, now: number) {
  const reason = typeof error === 'string' && /^\w{1,60}$/.test(error) ? error : ''
  const code = Array.isArray(error_codes) && Number.isInteger(error_codes[0]) ? error_codes[0] : ''
  const message = `${status} ${reason} ${code}`.trim()
  const retryAt = retryAtOf(headers.get('retry-after'), now)
  if (status === 429) return new ConnectorError('rate-limited', message, retryAt)
  if (status >= 500) return new ConnectorError('unreachable', message, retryAt)
  return new ConnectorError(PROBLEMS[reason] ?? 'refused', message)
}

/** @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
interface ErrorBody {
  error?: unknown
  error_codes?: unknown
}
