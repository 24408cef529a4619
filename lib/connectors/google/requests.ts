import {
  auth,
  type calendar_v3,
  calendar as calendarApi,
  type MethodOptions,
} from 'googleapis/build/src/apis/calendar/index.js'
import { readBody } from '@/lib/outgoing/guarded-fetch'
import { timeoutSignal } from '@/lib/outgoing/timeout-signal'
import { ConnectorError } from '../connector'
import { toConnectorError } from './errors'

/** Maximum time of a request. */
const TIMEOUT_MS = 30_000

const MAX_BYTES = 16 * 1024 * 1024

/** Tokens in a response of Google's token endpoint. */
export interface IssuedTokens {
  access_token?: string | null
  refresh_token?: string | null
  expiry_date?: number | null
  /** Seconds until the refresh token expires, if it does, as for apps in testing. */
  refresh_token_expires_in?: number
}

/** The OAuth client and the tokens of an account, with the addresses of Google's API. */
export interface GoogleAccess {
  clientId: string
  clientSecret: string
  tokens: { access_token: string; refresh_token: string; expiry_date: number }
  /** Stores the tokens that Google issues to replace `tokens`. */
  onTokens(tokens: IssuedTokens): Promise<void>
  /** Addresses of the API and of the token endpoint; Google's own by default. */
  endpoints?: { rootUrl: string; tokenUrl: string }
  /** Maximum time of a request; {@link TIMEOUT_MS} by default. */
  timeoutMs?: number
  /** Maximum size of a response; {@link MAX_BYTES} by default. */
  maxBytes?: number
}

/** Sends requests to Google's API for one account. */
export interface GoogleRequests {
  /**
   * Sends a request, and repeats it once with a new token if the token was refused. Other retries are up to lib/sync.
   * @throws ConnectorError
   */
  call<T>(
    request: (api: calendar_v3.Calendar, options: MethodOptions) => Promise<{ data: T }>,
    signal: AbortSignal,
    headers?: Record<string, string>,
  ): Promise<T>
}

export function googleRequests({
  clientId,
  clientSecret,
  tokens,
  onTokens,
  endpoints,
  timeoutMs = TIMEOUT_MS,
  maxBytes = MAX_BYTES,
}: GoogleAccess): GoogleRequests {
  // The timeouts of the package can be garbage collected before they fire.
  const fetchImplementation: typeof fetch = async (url, init) => {
    const response = await fetch(url, { ...init, signal: timeoutSignal(timeoutMs, init?.signal) })
    if (!response.body) return response
    return new Response(new Uint8Array(await readBody(response, { maxBytes })), response)
  }
  const client = new auth.OAuth2({
    ...{ clientId, clientSecret },
    transporterOptions: { fetchImplementation },
    ...(endpoints && { endpoints: { oauth2TokenUrl: endpoints.tokenUrl } }),
  })
  client.setCredentials(tokens)
  let stored: Promise<void> | undefined
  client.on('tokens', (issued) => {
    stored = onTokens(issued)
    stored.catch(() => {}) // awaited below
  })
  const api = calendarApi({
    ...{ version: 'v3', auth: client },
    ...(endpoints && { rootUrl: endpoints.rootUrl }),
  })
  return {
    async call(request, signal, headers = {}) {
      signal.throwIfAborted()
      const attempt = async () => {
        const { data } = await request(api, { signal, headers, retry: false })
        await stored
        // An HTML page of a proxy or a captive portal.
        if (typeof data === 'string' && data !== '') throw new ConnectorError('unreachable', 'no JSON')
        return data
      }
      try {
        return await attempt().catch(async (error) => {
          if (error?.status !== 401 || signal.aborted || !tokens.refresh_token) throw error
          await client.refreshAccessToken()
          return attempt()
        })
      } catch (error) {
        if (signal.aborted) throw signal.reason
        throw toConnectorError(error, Date.now())
      }
    },
  }
}
