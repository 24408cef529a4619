import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIP } from 'node:net'
import { Agent, buildConnector, fetch, type Response } from 'undici'
import { responseMemory } from './response-budget'
import { parseTarget, RefusedRequest, requirePublic, withoutBrackets } from './target'
import { timeoutSignal } from './timeout-signal'

/** Maximum time for opening a connection. */
const CONNECT_MS = 5000

/** A request to an address that a user has entered. */
export interface GuardedRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'REPORT' | 'PROPFIND'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Maximum time until the whole response has been read, redirects included. */
  timeoutMs: number
  /** Maximum size of the response, uncompressed. */
  maxBytes: number
  /** Shortens each chunk of the response before it counts towards the maximum size. */
  shorten?: (chunk: Uint8Array) => Uint8Array
  /** Redirects that are followed; for GET and HEAD only. Without it, a redirect is returned like any response. */
  maxRedirects?: number
  /** Whether the administrator has chosen the address, so that it may be private. */
  isTrusted?: boolean
  signal?: AbortSignal
}

export interface GuardedResponse {
  status: number
  headers: Headers
  body: Buffer
  /** The address that responded, after redirects. */
  url: string
}

/**
 * Sends a request to an address that a user has entered. Connects to public addresses only, which are checked after the
 * name is resolved and for each redirect, so that users cannot reach services in the network of the server.
 * `ALLOW_PRIVATE_TARGETS=1` turns this off.
 * @throws RefusedRequest
 * @throws Error of the connection, or the reason of the signal
 */
export async function guardedFetch(url: string, request: GuardedRequest): Promise<GuardedResponse> {
  const signal = timeoutSignal(request.timeoutMs, request.signal)
  let target = request.isTrusted ? new URL(url) : parseTarget(url)
  let headers = request.headers ?? {}
  for (let redirects = 0; ; redirects++) {
    const response = await send(target, { ...request, headers }, signal)
    const next = redirectOf(response, target, request)
    if (!next) return read(response, target, request, signal)
    await response.body?.cancel()
    if (redirects === request.maxRedirects) throw new RefusedRequest('too-many-redirects')
    if (next.origin !== target.origin) headers = withoutCredentials(headers)
    target = next
  }
}

async function send(target: URL, request: GuardedRequest, signal: AbortSignal): Promise<Response> {
  const { method = 'GET', headers, body, isTrusted } = request
  try {
    return await fetch(target, {
      ...{ method, headers, signal, dispatcher: isTrusted ? directAgent : agent, redirect: 'manual' },
      ...(body !== undefined && { body }),
    })
  } catch (error) {
    throw causeOf(error, signal)
  }
}

/** Returns where a response redirects to, if redirects are followed. A redirect to plain HTTP is not. */
function redirectOf(response: Response, target: URL, { method = 'GET', maxRedirects }: GuardedRequest) {
  const location = response.headers.get('location')
  if (maxRedirects === undefined || ![301, 302, 303, 307, 308].includes(response.status) || !location) return
  if (method !== 'GET' && method !== 'HEAD') return
  const next = parseTarget(location, target)
  if (target.protocol === 'https:' && next.protocol !== 'https:') throw new RefusedRequest('bad-url')
  return next
}

async function read(response: Response, target: URL, request: GuardedRequest, signal: AbortSignal) {
  const body = await readBody(response, request).catch((error) => {
    throw causeOf(error, signal)
  })
  return { status: response.status, headers: new Headers([...response.headers]), body, url: target.href }
}

/** Reads the body of a response. @throws RefusedRequest `too-large`, or `busy` if other responses take the memory */
export async function readBody(
  { body }: { body: AsyncIterable<Uint8Array> | null },
  { maxBytes, shorten }: Pick<GuardedRequest, 'maxBytes' | 'shorten'>,
): Promise<Buffer> {
  const memory = responseMemory()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const received of body ?? []) {
      const chunk: Uint8Array = shorten ? shorten(received) : received
      size += chunk.byteLength
      // Leaving the loop cancels the body.
      if (size > maxBytes) throw new RefusedRequest('too-large')
      memory.add(chunk.byteLength)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    memory.free()
  }
}

function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name)),
  )
}

/** Returns the error behind undici's "fetch failed". */
function causeOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  return error instanceof TypeError && error.cause ? error.cause : error
}

const directAgent = new Agent({ connect: { timeout: CONNECT_MS } })

const connectBase = buildConnector({ lookup: guardedLookup, timeout: CONNECT_MS })

/** Connects directly to the addresses that were checked, so that a second DNS response cannot replace them. */
const agent = new Agent({
  connect(options, callback) {
    const host = withoutBrackets(options.hostname)
    try {
      // Node looks up names only.
      if (isIP(host)) requirePublic([host])
    } catch (error) {
      return callback(error as Error, null)
    }
    connectBase(options, callback)
  },
})

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void

function guardedLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [])
    try {
      requirePublic(addresses.map(({ address }) => address))
    } catch (refused) {
      return callback(refused as Error, [])
    }
    if (options.all) callback(null, addresses)
    else callback(null, addresses[0]!.address, addresses[0]!.family)
  })
}
