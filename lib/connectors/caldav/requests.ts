import { type GuardedRequest, type GuardedResponse, guardedFetch } from '@/lib/outgoing/guarded-fetch'
import { UnexpectedResponse } from '../connector'
import { outgoingError } from '../outgoing-error'
import { decodeBody } from './decode-body'
import { DigestLogin } from './digest'
import { errorOfResponse } from './errors'
import { type DavRow, parseMultistatus } from './multistatus'
import { redirectTarget } from './same-site'
import { xmlDocument } from './xml'

/** An account of a CalDAV server. */
export interface CaldavAccess {
  /** A domain, or the address of a server, principal, calendar home or calendar. */
  address: string
  username: string
  /** The password of the account, or an app password. */
  password: string
  /** The verified address of the user in Kinday. */
  email?: string | null
  /** Maximum time of a request; {@link TIMEOUT_MS} by default. */
  timeoutMs?: number
}

const TIMEOUT_MS = 30_000

/** Maximum size of a response, which lists all members of a calendar at times. */
const MAX_BYTES = 16 * 1024 * 1024
const MAX_REDIRECTS = 5

export interface DavRequest {
  method: NonNullable<GuardedRequest['method']>
  url: string
  headers?: Record<string, string>
  body?: string
  /** Maximum size of the response; {@link MAX_BYTES} by default. */
  maxBytes?: number
  signal: AbortSignal
}

/** Sends requests with the credentials of an account. */
export interface DavRequests {
  access: CaldavAccess
  /** @throws ConnectorError for responses with an error status, too */
  send(request: DavRequest): Promise<GuardedResponse>
  /** Requests properties of a resource, and of its members with depth 1. */
  propfind(url: string, depth: 0 | 1, properties: readonly string[], signal: AbortSignal): Promise<DavRows>
  report(
    url: string,
    depth: 0 | 1,
    name: string,
    content: string,
    signal: AbortSignal,
    maxBytes?: number,
  ): Promise<DavRows>
}

/** The rows of a multistatus. */
export interface DavRows {
  rows: DavRow[]
  syncToken: string | null
  /** The address that responded, after redirects. */
  url: string
}

export function davRequests(access: CaldavAccess): DavRequests {
  const { username, password, timeoutMs = TIMEOUT_MS } = access
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const digest = new DigestLogin({ username, password })

  const send = async (request: DavRequest): Promise<GuardedResponse> => {
    const { method, body, signal, maxBytes = MAX_BYTES } = request
    let { url } = request
    let isAnswered = false
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const authorization = digest.header(method, url) ?? basic
      const response = await guardedFetch(url, {
        ...{ method, timeoutMs, maxBytes, signal },
        headers: { 'user-agent': 'Kinday', authorization, ...request.headers },
        ...(body !== undefined && { body }),
      }).catch((error) => {
        signal.throwIfAborted()
        throw outgoingError(error)
      })
      const next = redirectOf(response)
      if (next) {
        url = redirectTarget(next, url)
        isAnswered = false
        continue
      }
      if (response.status < 300) return response
      // A challenge is answered once for each address: a second one refuses the password.
      const isChallenged = response.status === 401 && digest.accepts(response.headers.get('www-authenticate'))
      if (!isChallenged || isAnswered) throw errorOfResponse(response, isChallenged)
      isAnswered = true
    }
    throw new UnexpectedResponse('too many redirects', 'redirects')
  }

  const multistatus = async (request: DavRequest): Promise<DavRows> => {
    const headers = { 'content-type': 'application/xml; charset=utf-8', ...request.headers }
    const response = await send({ ...request, headers })
    const { status, url } = response
    if (status !== 207 && status !== 200) throw new UnexpectedResponse(`${status} without multistatus`)
    return { ...parseMultistatus(decodeBody(response), url), url }
  }

  return {
    access,
    send,
    propfind(url, depth, properties, signal) {
      const body = xmlDocument('d:propfind', propElement(properties))
      return multistatus({ method: 'PROPFIND', url, headers: { depth: String(depth) }, body, signal })
    },
    report(url, depth, name, content, signal, maxBytes = MAX_BYTES) {
      const body = xmlDocument(name, content)
      return multistatus({ method: 'REPORT', url, headers: { depth: String(depth) }, body, maxBytes, signal })
    },
  }
}

/** Returns the element that requests properties. */
export function propElement(properties: readonly string[]): string {
  return `<d:prop>${properties.map((name) => `<${name}/>`).join('')}</d:prop>`
}

function redirectOf({ status, headers }: GuardedResponse): string | null {
  return [301, 302, 303, 307, 308].includes(status) ? headers.get('location') : null
}
