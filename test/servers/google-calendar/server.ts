import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GoogleEvent } from '@/lib/connectors/google/event'
import { closeServer } from '../close-server.mjs'
import type { StubRequest } from '../stub-request'
import { AUTHORIZATION_PATH, Authorizations } from './authorization'
import { Channels } from './channels'
import { listEvents } from './list'
import { redact } from './redact'
import { type CalendarStore, Refused } from './store'
import { violationOf } from './validate'

/**
 * How a request fails: with an error that has a reason, or with any response, whose body is HTML if it is a string.
 * `hang` sends no response; `lost` carries out the request and then closes the connection; `until` closes it at once, and
 * carries out the request later.
 */
export type Fault =
  | { status: number; reason: string; headers?: Record<string, string> }
  | Answer
  | 'hang'
  | 'lost'
  | { until: Promise<void> }

/** The calendars of one account, and how the stub behaves. */
export interface GoogleStub {
  url: string
  calendars: Map<string, StubCalendar>
  client: { id: string; secret: string }
  /** The account that allows access; null refuses it. Its primary calendar has this id. */
  account: string | null
  authorizations: Authorizations
  /** Access tokens that are valid. */
  tokens: Set<string>
  /** Whether the account has withdrawn its consent. */
  isRevoked: boolean
  /** Requests in order. */
  requests: StubRequest[]
  /** Violations of Google's description of its API by refused requests, and writes that could undo changes of others. */
  violations: string[]
  /** Events per page of a list, which may be less than was asked for. */
  pageSize: number
  /** Whether every other page of a list is empty, although more follow. */
  hasEmptyPages: boolean
  /** Number of pages of events that were listed. */
  pages: number
  channels: Channels
  /** Called for each request; returns how it fails, if it does. */
  fault: (request: StubRequest) => Fault | undefined | Promise<Fault | undefined>
  close(): Promise<void>
}

interface StubCalendar {
  store: CalendarStore
  summary: string
  accessRole: 'freeBusyReader' | 'reader' | 'writer' | 'owner'
  colorId: string
}

/**
 * Starts a stub of Google's Calendar API v3 (developers.google.com/workspace/calendar/api/v3/reference): calendar list,
 * events with sync tokens and pages, instances, etags and preconditions.
 */
export async function startGoogleCalendar(): Promise<GoogleStub> {
  const stub: GoogleStub = {
    url: '',
    calendars: new Map(),
    client: { id: 'kinday.apps.test', secret: randomBytes(12).toString('hex') },
    account: null,
    authorizations: new Authorizations(),
    tokens: new Set(),
    isRevoked: false,
    requests: [],
    violations: [],
    pageSize: 250,
    hasEmptyPages: false,
    pages: 0,
    channels: new Channels(),
    fault: () => undefined,
    close: () => closeServer(server),
  }
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const seen: StubRequest = {
      ...{ method: request.method!, path: pathname, query: searchParams, headers: request.headers },
      body: OAUTH_PATHS.has(pathname) ? new URLSearchParams(text) : text ? JSON.parse(text) : undefined,
    }
    stub.requests.push(seen)
    const violation = pathname.startsWith('/calendar/') && violationOf(seen)
    if (violation) stub.violations.push(violation)
    const fault = await stub.fault(seen)
    if (fault === 'hang') return
    if (fault && typeof fault === 'object' && 'until' in fault) {
      request.socket.destroy()
      await fault.until
      answer(stub, seen)
      return
    }
    const { status, body, headers } = fault && fault !== 'lost' ? answerOf(fault) : answer(stub, seen)
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
  return stub
}

/** Endpoints of OAuth, which take forms. */
const OAUTH_PATHS = new Set(['/token', '/revoke'])

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string> | undefined
}

function answer(stub: GoogleStub, request: StubRequest): Answer {
  try {
    if (request.path === AUTHORIZATION_PATH) {
      const refusal = stub.account === null ? { error: 'access_denied' } : null
      const location = stub.authorizations.authorize(request.query, stub.client.id, refusal)
      return { status: 302, headers: { location } }
    }
    if (request.path === '/token')
      return { status: 200, body: issueTokens(stub, request.body as URLSearchParams) }
    if (request.path === '/revoke') {
      stub.isRevoked = true
      stub.tokens.clear()
      return { status: 200, body: {} }
    }
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    if (!stub.tokens.has(token)) throw new Refused(401, 'authError')
    const violation = violationOf(request)
    if (violation) throw new Refused(400, violation)
    const body = route(stub, request)
    return body === undefined ? { status: 204 } : { status: 200, body }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    // The token endpoint answers as OAuth does.
    if (request.path === '/token') return { status: error.status, body: { error: error.reason } }
    return errorOf(error.status, error.reason)
  }
}

/** Issues an access token for a refresh token (RFC 6749 §6), and both for a code (§4.1.3). */
function issueTokens({ client, tokens, isRevoked, authorizations }: GoogleStub, form: URLSearchParams) {
  if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
    throw new Refused(401, 'invalid_client')
  const redeemed = form.get('grant_type') === 'authorization_code' && authorizations.redeem(form)
  if (!redeemed && (isRevoked || form.get('grant_type') !== 'refresh_token'))
    throw new Refused(400, 'invalid_grant')
  const token = randomBytes(16).toString('hex')
  tokens.add(token)
  return { access_token: token, expires_in: 3599, token_type: 'Bearer', ...redeemed }
}

function answerOf(fault: Exclude<Fault, string | { until: unknown }>): Answer {
  return 'reason' in fault ? errorOf(fault.status, fault.reason, fault.headers) : fault
}

/** An error as Google writes it. */
function errorOf(status: number, reason: string, headers?: Record<string, string>): Answer {
  return {
    status,
    headers,
    body: { error: { code: status, message: reason, errors: [{ reason, domain: 'global' }] } },
  }
}

const EVENTS = /^\/calendar\/v3\/calendars\/([^/]+)\/events(?:\/([^/]+))?$/

function route(stub: GoogleStub, { method, path, query, headers, body }: StubRequest): unknown {
  if (path === '/calendar/v3/users/me/calendarList') return calendarList(stub)
  if (path === '/calendar/v3/channels/stop')
    return stub.channels.stop(body as { id: string; resourceId: string })
  const [, calendarId, eventId] = EVENTS.exec(path) ?? []
  const calendar = calendarId && stub.calendars.get(decodeURIComponent(calendarId))
  if (!calendar) throw new Refused(404, 'notFound')
  const { store, accessRole } = calendar
  if (method === 'POST' && eventId === 'watch')
    return stub.channels.watch(decodeURIComponent(calendarId), body as { id: string; token?: string })
  if (method !== 'GET' && !['writer', 'owner'].includes(accessRole))
    throw new Refused(403, 'requiredAccessLevel')
  const id = eventId && decodeURIComponent(eventId)
  const etag = headers['if-match']
  // An instance that is like its series has no version that a client knows.
  const isUnconditional = id && method !== 'GET' && etag === undefined && store.events.has(id)
  if (isUnconditional) stub.violations.push(`${method} without If-Match`)
  if (!id && method === 'POST') return store.insert(body as GoogleEvent)
  if (!id) {
    const isEmpty = stub.hasEmptyPages && ++stub.pages % 2 === 1
    const page = listEvents(store, query, isEmpty ? 0 : stub.pageSize)
    return { ...page, items: page.items.map((event) => redact(event, accessRole)) }
  }
  if (method === 'GET') return redact(store.get(id), accessRole)
  if (method === 'PATCH') return store.patch(id, body as GoogleEvent, etag)
  if (method === 'DELETE') return store.delete(id, etag)
  throw new Refused(404, 'notFound')
}

function calendarList({ calendars, account }: GoogleStub) {
  return {
    items: [...calendars].map(([id, { summary, accessRole, colorId, store }]) => ({
      ...{ id, summary, accessRole, colorId, timeZone: store.timeZone },
      ...(id === account && { primary: true }),
    })),
    nextSyncToken: randomBytes(8).toString('hex'),
  }
}
