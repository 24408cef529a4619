import { setTimeout as wait } from 'node:timers/promises'
import { BoundedCache } from '@/lib/calendar/series/bounded-cache'
import { type GuardedResponse, guardedFetch } from '@/lib/outgoing/guarded-fetch'
import { retryAfterMs } from '@/lib/outgoing/retry-after'
import { ConnectorError } from '../connector'
import { errorOfResponse, toConnectorError } from './errors'
import { limitConcurrency } from './limit-concurrency'
import { stringShortener } from './shorten-strings'
import { type MicrosoftClient, type MicrosoftTokens, requestTokens } from './tokens'

/** Graph's limit for one app and one mailbox (learn.microsoft.com/graph/throttling-limits). */
const MAX_CONCURRENT = 4

const MAX_BYTES = 16 * 1024 * 1024

/** Maximum length of a string in a shortened response. Links of Graph take some thousand. */
const MAX_STRING_BYTES = 64 * 1024

/** Maximum time of a request. */
const TIMEOUT_MS = 30_000

/** Maximum delay, and number, of the retries that Graph asks for and that a request makes itself. */
const MAX_WAIT_MS = 10_000
const MAX_RETRIES = 3

/** Access tokens are renewed this long before they expire. */
const RENEW_EARLY_MS = 60_000

/** Preferences of every request: ids that stay when an event is moved, and times in UTC. */
const PREFERENCES = ['IdType="ImmutableId"', 'outlook.timezone="UTC"']

/** The OAuth client and the tokens of an account. */
export interface MicrosoftAccess extends MicrosoftClient {
  tokens: MicrosoftTokens
  /** Stores the tokens that Microsoft issues to replace `tokens`. */
  onTokens(tokens: MicrosoftTokens): Promise<void>
  /** Identifies the account, whose limit all of its connectors share; by default its first refresh token. */
  account?: string
  /** Maximum time of a request; {@link TIMEOUT_MS} by default. */
  timeoutMs?: number
  /** Maximum size of a response; {@link MAX_BYTES} by default. */
  maxBytes?: number
}

export interface GraphRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
  /** Maximum number of rows of a page. */
  pageSize?: number
  /** Whether long strings are shortened, because the response would be too large otherwise. */
  isShortened?: boolean
}

/** Sends requests to Graph for one account: at most four at a time. */
export interface MicrosoftRequests {
  /**
   * Sends a request, and repeats it with a new token if the token was refused, or after a short delay that Graph asks
   * for. Other retries are up to lib/sync.
   * @param path relative to the version of the API, or a link of Graph
   * @throws ConnectorError
   */
  call<T = Record<string, unknown>>(path: string, signal: AbortSignal, request?: GraphRequest): Promise<T>
  /** Returns the present time by the clock of Graph, as far as it has responded. */
  now(): number
}

const limits = new BoundedCache<string, ReturnType<typeof limitConcurrency>>(200)

/** Returns the limit of an account, which all of its connectors share. */
function limitOf(account: string): ReturnType<typeof limitConcurrency> {
  const limit = limits.get(account) ?? limitConcurrency(MAX_CONCURRENT)
  limits.set(account, limit)
  return limit
}

export function microsoftRequests(access: MicrosoftAccess): MicrosoftRequests {
  const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, onTokens } = access
  const { account = access.tokens.refresh_token } = access
  const { rootUrl } = access.endpoints
  const inTurn = limitOf(account)
  let { tokens } = access
  let renewal: Promise<void> | null = null
  let clockOffset = 0

  /** Renews the access token, once for all requests that wait for it. */
  function renew(signal: AbortSignal): Promise<void> {
    renewal ??= (async () => {
      const grant = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }
      tokens = (await requestTokens(access, grant, Date.now(), signal)).tokens
      await onTokens(tokens)
    })().finally(() => {
      renewal = null
    })
    return renewal
  }

  async function send(url: string, signal: AbortSignal, request: GraphRequest): Promise<GuardedResponse> {
    const { method = 'GET', body, headers, pageSize, isShortened } = request
    const prefer = [...PREFERENCES, ...(pageSize ? [`odata.maxpagesize=${pageSize}`] : [])].join(', ')
    const response = await guardedFetch(url, {
      ...{ method, signal, timeoutMs, maxBytes, isTrusted: true },
      ...(isShortened && { shorten: stringShortener(MAX_STRING_BYTES) }),
      headers: {
        authorization: `Bearer ${tokens.access_token}`,
        accept: 'application/json',
        prefer,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error) => {
      throw toConnectorError(error, signal)
    })
    const date = Date.parse(response.headers.get('date') ?? '')
    if (Number.isFinite(date)) clockOffset = date - Date.now()
    return response
  }

  async function callInTurn(path: string, signal: AbortSignal, request: GraphRequest): Promise<unknown> {
    const url = urlOf(path, rootUrl)
    if (tokens.expiry_date < Date.now() + RENEW_EARLY_MS) await renew(signal)
    for (let retries = 0, isRenewed = false; ; ) {
      signal.throwIfAborted()
      const used = tokens.access_token
      const response = await send(url, signal, request)
      if (response.status === 401 && !isRenewed) {
        isRenewed = true
        // Another request may have renewed it in the meantime.
        if (used === tokens.access_token) await renew(signal)
        continue
      }
      const delay = retryAfterMs(response.headers.get('retry-after'), MAX_WAIT_MS + 1, Date.now())
      const isBusy = response.status === 429 || response.status === 503
      if (isBusy && delay !== undefined && delay <= MAX_WAIT_MS && retries++ < MAX_RETRIES) {
        await wait(delay, undefined, { signal }).catch(() => signal.throwIfAborted())
        continue
      }
      return answerOf(response)
    }
  }

  return {
    call: <T>(path: string, signal: AbortSignal, request: GraphRequest = {}) =>
      inTurn(() => callInTurn(path, signal, request)) as Promise<T>,
    now: () => Date.now() + clockOffset,
  }
}

/** Returns the address of a request. Links are followed to Graph only, since the token is sent with them. */
function urlOf(path: string, rootUrl: string): string {
  const url = new URL(path, rootUrl)
  if (url.origin !== new URL(rootUrl).origin)
    throw new ConnectorError('unreachable', 'a link to another host')
  return url.href
}

/** Returns the body of a response; empty for those without content. */
function answerOf(response: GuardedResponse): Record<string, unknown> {
  const { status, body } = response
  if ([202, 204].includes(status) && !body.length) return {}
  const answer = parseJson(body)
  const isError = status < 200 || status >= 300 || answer?.error !== undefined
  if (isError) throw errorOfResponse(response, answer, Date.now())
  // An HTML page of a proxy or a captive portal.
  if (!answer) throw new ConnectorError('unreachable', 'no JSON')
  return answer
}

/** Parses a JSON object; null for anything else. */
function parseJson(body: Buffer): Record<string, unknown> | null {
  try {
    const value = JSON.parse(body.toString('utf8'))
    return value && typeof value === 'object' && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
