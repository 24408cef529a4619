import { isUtf8 } from 'node:buffer'
import { decodeUri } from '@/lib/calendar/decode-uri'
import { type GuardedResponse, guardedFetch } from '@/lib/outgoing/guarded-fetch'
import { ConnectorError, type ConnectorProblem } from '../connector'
import { outgoingError } from '../outgoing-error'
import { retryAtOf } from '../retry-at'

/** Maximum time until a feed has been read. Some are generated when they are requested. */
const TIMEOUT_MS = 30_000

const MAX_ICS_BYTES = 16 * 1024 * 1024
const MAX_REDIRECTS = 5

/** The validators of a response (RFC 9110 §8.8), with which the next request asks for a newer version only. */
export interface Validators {
  etag: string | null
  lastModified: string | null
}

/** The text of a feed, in UTF-8 or an encoding that the iCalendar reader recognizes. */
export interface FetchedIcs extends Validators {
  bytes: Buffer
}

/**
 * Requests a feed. A user name and a password in the address are sent as Basic authentication, to that host only.
 *
 * @returns null if the feed is the same as at the last request
 * @throws ConnectorError
 */
export async function fetchIcs(
  address: string,
  known: Validators | null,
  signal: AbortSignal,
): Promise<FetchedIcs | null> {
  const { url, authorization } = withoutUserInfo(address)
  const headers = {
    accept: 'text/calendar, */*;q=0.5',
    'user-agent': 'Kinday',
    ...(authorization && { authorization }),
    ...(known?.etag && { 'if-none-match': known.etag }),
    ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
  }
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_ICS_BYTES, maxRedirects: MAX_REDIRECTS }
  const response = await guardedFetch(url, { headers, ...limits, signal }).catch((error) => {
    signal.throwIfAborted()
    throw outgoingError(error)
  })
  if (response.status === 304 && known) return null
  if (response.status !== 200) throw errorOfStatus(response)
  return {
    bytes: toReadable(response),
    etag: response.headers.get('etag'),
    lastModified: response.headers.get('last-modified'),
  }
}

function withoutUserInfo(address: string): { url: string; authorization: string | null } {
  if (!URL.canParse(address)) return { url: address, authorization: null }
  const url = new URL(address)
  const { username, password } = url
  if (!username && !password) return { url: address, authorization: null }
  url.username = ''
  url.password = ''
  const userInfo = `${decodeUri(username)}:${decodeUri(password)}`
  return { url: url.href, authorization: `Basic ${Buffer.from(userInfo).toString('base64')}` }
}

const PROBLEMS: Record<number, ConnectorProblem> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  410: 'gone',
  429: 'rate-limited',
}

function errorOfStatus({ status, headers }: GuardedResponse): ConnectorError {
  const problem = PROBLEMS[status] ?? (status >= 500 ? 'unreachable' : 'refused')
  return new ConnectorError(problem, String(status), retryAtOf(headers.get('retry-after'), Date.now()))
}

/**
 * Converts the bytes of a feed to UTF-8 if its server declares another charset. The declaration is ignored if the bytes
 * are valid UTF-8, since many servers declare a wrong charset.
 */
function toReadable({ body, headers }: GuardedResponse): Buffer {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(headers.get('content-type') ?? '')?.[1]
  // UTF-16 without characters beyond Latin is valid UTF-8, with a zero in each pair of bytes.
  const isReadable = isUtf8(body) && !body.subarray(0, 200).includes(0)
  if (!charset || isReadable || /^utf-?8$/i.test(charset)) return body
  try {
    return Buffer.from(new TextDecoder(charset).decode(body))
  } catch {
    return body
  }
}
