import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from '../close-server.mjs'
import type { StubRequest } from '../stub-request'
import { type ListSettings, Lists } from './list'
import { route } from './routes'
import { type EventStore, Refused } from './store'
import { Subscriptions } from './subscriptions'
import { responseViolationOf, violationOf } from './validate'

/**
 * How a request fails: with an error that has a code, or with any response, whose body is HTML if it is a string. `hang` sends
 * no response; `lost` carries out the request and then closes the connection; `until` closes it at once, and carries out the
 * request once the promise resolves.
 */
export type Fault =
  | { status: number; code: string; headers?: Record<string, string> }
  | Answer
  | { until: Promise<void> }
  | 'hang'
  | 'lost'

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string> | undefined
}

export interface StubCalendar {
  store: EventStore
  name: string
  color: string
  canEdit: boolean
  isDefault: boolean
}

/** The calendars of one account, and how the stub behaves. */
export interface MicrosoftStub {
  url: string
  /** Only the token endpoint exists; the stub of the authorization is microsoft-login.ts. */
  endpoints: { rootUrl: string; authorizeUrl: string; tokenUrl: string }
  calendars: Map<string, StubCalendar>
  client: { id: string; secret: string }
  /** Access tokens that are valid. */
  tokens: Set<string>
  /** The only valid refresh token; null accepts any. Each renewal replaces it. */
  refreshToken: string | null
  /** Whether the account has withdrawn its consent. */
  isRevoked: boolean
  /** The zone of the mailbox, as Windows names it. */
  timeZone: string
  /** The categories of the mailbox with their colors. */
  categories: Record<string, string>
  canReadSettings: boolean
  settings: ListSettings
  lists: Lists
  subscriptions: Subscriptions
  /** Requests in order. */
  requests: StubRequest[]
  /**
   * Violations of Graph's description and reference by requests or responses, and of its limit of concurrent requests;
   * writes that could undo changes of others.
   */
  violations: string[]
  /** Called for each request; returns how it fails, if it does. */
  fault: (request: StubRequest) => Fault | undefined | Promise<Fault | undefined>
  close(): Promise<void>
}

/** Graph's limit of concurrent requests to a mailbox. */
const MAX_CONCURRENT = 4

/** Starts a stub of Microsoft Graph v1.0 (learn.microsoft.com/graph/api/resources/calendar-overview) and its OAuth. */
export async function startMicrosoftGraph(): Promise<MicrosoftStub> {
  const settings: ListSettings = {
    ...{ pageSize: 100, replays: false, listedRevision: null, lacksOriginalStarts: false },
  }
  const stub: MicrosoftStub = {
    ...{ url: '', endpoints: { rootUrl: '', authorizeUrl: '', tokenUrl: '' }, calendars: new Map() },
    client: { id: 'kinday', secret: randomBytes(12).toString('hex') },
    ...{ tokens: new Set(), refreshToken: null },
    ...{ isRevoked: false, timeZone: 'W. Europe Standard Time', categories: {}, canReadSettings: true },
    ...{ settings, lists: new Lists(settings), subscriptions: new Subscriptions() },
    ...{ requests: [], violations: [], fault: () => undefined },
    close: () => closeServer(server),
  }
  let running = 0
  const server = createServer(async (request, response) => {
    running++
    response.on('close', () => running--)
    const isTooMany = running > MAX_CONCURRENT
    const seen = await read(request)
    stub.requests.push(seen)
    const violation = seen.path.startsWith('/v1.0/') && violationOf(seen)
    if (violation) stub.violations.push(violation)
    if (isTooMany) stub.violations.push('more than four requests at once')
    const fault = await stub.fault(seen)
    if (fault === 'hang') return
    if (fault && typeof fault === 'object' && 'until' in fault) {
      request.socket.destroy()
      await fault.until
      answer(stub, seen)
      return
    }
    const { status, body, headers } = isTooMany
      ? errorOf(429, 'ApplicationThrottled', { 'retry-after': '1' })
      : fault && fault !== 'lost'
        ? answerOf(fault)
        : answer(stub, seen)
    // The request was carried out, but the client gets no response.
    if (fault === 'lost') request.socket.destroy()
    else
      response
        .writeHead(status, {
          ...{ 'content-type': typeof body === 'string' ? 'text/html' : 'application/json', ...headers },
        })
        .end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const oauth = (name: string) => `${stub.url}common/oauth2/v2.0/${name}`
  stub.endpoints = { rootUrl: `${stub.url}v1.0/`, authorizeUrl: oauth('authorize'), tokenUrl: oauth('token') }
  return stub
}

async function read(request: IncomingMessage): Promise<StubRequest> {
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const isForm = String(request.headers['content-type']).includes('urlencoded')
  return {
    ...{ method: request.method!, path: pathname, query: searchParams, headers: request.headers },
    body: isForm ? new URLSearchParams(text) : text ? JSON.parse(text) : undefined,
  }
}

function answer(stub: MicrosoftStub, request: StubRequest): Answer {
  const { path, headers, body } = request
  try {
    if (path.endsWith('/oauth2/v2.0/token'))
      return { status: 200, body: issueTokens(stub, body as URLSearchParams) }
    const token = headers.authorization?.replace(/^Bearer /, '') ?? ''
    if (!stub.tokens.has(token)) throw new Refused(401, 'InvalidAuthenticationToken')
    const violation = violationOf(request)
    if (violation) throw new Refused(400, 'ErrorInvalidRequest')
    const result = route(stub, request)
    const difference = responseViolationOf(request, result)
    if (difference) stub.violations.push(difference)
    if (result !== undefined) return { status: request.method === 'POST' ? 201 : 200, body: result }
    return { status: request.method === 'POST' ? 202 : 204 }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    // The token endpoint answers as OAuth does.
    if (path.includes('/oauth2/')) return { status: error.status, body: { error: error.code } }
    return errorOf(error.status, error.code)
  }
}

/** Issues an access token for a refresh token (RFC 6749 §6). */
function issueTokens(stub: MicrosoftStub, form: URLSearchParams) {
  if (form.get('client_id') !== stub.client.id || form.get('client_secret') !== stub.client.secret)
    throw new Refused(401, 'invalid_client')
  const isKnown = stub.refreshToken === null || form.get('refresh_token') === stub.refreshToken
  if (stub.isRevoked || !isKnown || form.get('grant_type') !== 'refresh_token')
    throw new Refused(400, 'invalid_grant')
  const token = randomBytes(16).toString('hex')
  stub.tokens.add(token)
  if (stub.refreshToken !== null) stub.refreshToken = randomBytes(16).toString('hex')
  const renewed = stub.refreshToken === null ? {} : { refresh_token: stub.refreshToken }
  return { access_token: token, expires_in: 3599, token_type: 'Bearer', ...renewed }
}

function answerOf(fault: Exclude<Fault, string | { until: Promise<void> }>): Answer {
  return 'code' in fault ? errorOf(fault.status, fault.code, fault.headers) : fault
}

/** An error as Graph writes it. */
function errorOf(status: number, code: string, headers?: Record<string, string>): Answer {
  return {
    status,
    headers,
    body: { error: { code, message: code, innerError: { date: new Date().toISOString() } } },
  }
}
