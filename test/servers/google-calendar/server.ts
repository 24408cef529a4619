import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GoogleEvent } from '@/lib/connectors/google/event'
import { AUTHORIZATION_PATH, Authorizations } from './authorization'
import { type CalendarStore, etagOf, Refused } from './store'

/** A request as the stub sees it. */
export interface StubRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: unknown
}

/** What a fault answers; `hang` never answers, and `lost` answers nothing after doing what was asked. */
export type Fault = { status: number; reason: string; headers?: Record<string, string> } | 'hang' | 'lost'

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
  /** Events per page of a list, which may be less than was asked for. */
  pageSize: number
  /** Called for each request; returns how it fails, if it does. */
  fault: (request: StubRequest) => Fault | undefined
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
    pageSize: 250,
    fault: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const seen: StubRequest = {
      ...{ method: request.method!, path: pathname, query: searchParams, headers: request.headers },
      body: pathname === '/token' ? new URLSearchParams(text) : text ? JSON.parse(text) : undefined,
    }
    stub.requests.push(seen)
    const fault = stub.fault(seen)
    if (fault === 'hang') return
    const { status, body, headers } =
      fault && fault !== 'lost' ? errorOf(fault.status, fault.reason, fault.headers) : answer(stub, seen)
    // The request was carried out, and its answer is lost.
    if (fault === 'lost') request.socket.destroy()
    else
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(body === undefined ? undefined : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return stub
}

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string> | undefined
}

function answer(stub: GoogleStub, request: StubRequest): Answer {
  try {
    if (request.path === AUTHORIZATION_PATH) {
      const location = stub.authorizations.authorize(request.query, stub.client.id, stub.account !== null)
      return { status: 302, headers: { location } }
    }
    if (request.path === '/token')
      return { status: 200, body: issueTokens(stub, request.body as URLSearchParams) }
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    if (!stub.tokens.has(token)) throw new Refused(401, 'authError')
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

/** An error as Google writes it. */
function errorOf(status: number, reason: string, headers?: Record<string, string>): Answer {
  return {
    status,
    headers,
    body: { error: { code: status, message: reason, errors: [{ reason, domain: 'global' }] } },
  }
}

const EVENTS = /^\/calendar\/v3\/calendars\/([^/]+)\/events(?:\/([^/]+))?(\/instances)?$/

function route(stub: GoogleStub, { method, path, query, headers, body }: StubRequest): unknown {
  if (method === 'GET' && path === '/calendar/v3/users/me/calendarList') return calendarList(stub)
  const [, calendarId, eventId, instances] = EVENTS.exec(path) ?? []
  const calendar = calendarId && stub.calendars.get(decodeURIComponent(calendarId))
  if (!calendar) throw new Refused(404, 'notFound')
  const { store, accessRole } = calendar
  if (method !== 'GET' && !['writer', 'owner'].includes(accessRole))
    throw new Refused(403, 'requiredAccessLevel')
  const id = eventId && decodeURIComponent(eventId)
  const etag = headers['if-match']
  if (!id) return method === 'POST' ? store.insert(body as GoogleEvent) : list(stub, store, query)
  if (instances) return { items: store.exceptionsOf(id) }
  if (method === 'GET') return store.get(id)
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

/** Parameters that cannot be combined with a sync token. */
const WITHOUT_TOKEN = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'timeMin',
  'timeMax',
  'updatedMin',
]

/** Lists events. A page token is where the list began and got to; the sync token comes with the last page only. */
function list(stub: GoogleStub, store: CalendarStore, query: URLSearchParams) {
  const token = query.get('syncToken')
  if (token !== null && WITHOUT_TOKEN.some((name) => query.has(name))) throw new Refused(400, 'invalid')
  if (token !== null && Number(token) < store.oldestToken) throw new Refused(410, 'fullSyncRequired')
  const uid = query.get('iCalUID')
  const pageToken = query.get('pageToken') ?? `${store.revision}.${token ?? 0}`
  const [listedAt, after] = pageToken.split('.').map(Number)
  const changes = store.changedSince(after!)
  const page = changes.slice(0, Math.min(stub.pageSize, Number(query.get('maxResults') ?? 250)))
  const hasDeleted = token !== null || query.get('showDeleted') === 'true'
  const items = page.map(({ event }) => event).filter(({ iCalUID }) => !uid || iCalUID === uid)
  return {
    kind: 'calendar#events',
    timeZone: store.timeZone,
    etag: etagOf(store.revision),
    // Deleted instances are listed with their series in any case.
    items: hasDeleted
      ? items
      : items.filter(({ status, recurringEventId }) => status !== 'cancelled' || recurringEventId),
    ...(page.length < changes.length
      ? { nextPageToken: `${listedAt}.${page.at(-1)!.revision}` }
      : { nextSyncToken: String(listedAt) }),
  }
}
