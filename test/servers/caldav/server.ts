import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { closeServer } from '../close-server.mjs'
import { type Behavior, member, multistatus, type Reply, report, response, STANDARD } from './reports'
import { CalendarStore, uidOf } from './store'

export interface StubRequest {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/**
 * A fault: `lost` is carried out without an answer, `cut` closes the connection within the body, `hang` never answers, a
 * reply replaces the answer. `until`: it is carried out without an answer once the promise resolves.
 */
export type CaldavFault = 'lost' | 'refused' | 'cut' | 'hang' | Reply | { until: Promise<void> }

/** A CalDAV server with one account, which misbehaves on request. */
export interface CaldavStub {
  url: string
  requests: StubRequest[]
  behavior: Behavior
  store: CalendarStore
  /** Properties of the calendar. */
  properties: string
  /** Further collections of the calendar home, as XML. */
  others: string[]
  /** Addresses that the server has invited or informed. */
  informed: string[]
  /** Requests that break the standard. */
  violations: string[]
  fault: (request: StubRequest) => CaldavFault | undefined | Promise<CaldavFault | undefined>
  close(): Promise<void>
}

export const HOME = '/dav/calendars/anna/'
export const CALENDAR = `${HOME}family/`
export const PRINCIPAL = '/dav/principals/anna/'
const WRITABLE =
  '<current-user-privilege-set><privilege><read/></privilege><privilege><write/></privilege></current-user-privilege-set>'

/** @param tls a key and a certificate, to serve it by HTTPS */
export async function startCaldav(tls?: { key: Buffer; cert: Buffer }): Promise<CaldavStub> {
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const request = {
      ...{ method: incoming.method!, path: incoming.url!, headers: incoming.headers },
      body: Buffer.concat(chunks).toString('utf8'),
    }
    stub.requests.push(request)
    const fault = await stub.fault(request)
    if (typeof fault === 'object' && 'until' in fault) {
      void fault.until.then(() => answer(stub, request))
      return incoming.socket.destroy()
    }
    if (fault === 'refused') return incoming.socket.destroy()
    if (fault === 'hang') return
    const { status, headers, body = '' } = typeof fault === 'object' ? fault : answer(stub, request)
    if (fault === 'lost') return incoming.socket.destroy()
    outgoing.writeHead(status, headers)
    if (fault !== 'cut') return outgoing.end(body)
    outgoing.write(body.slice(0, body.length / 2))
    setTimeout(() => incoming.socket.destroy(), 20)
  }
  const server = tls ? createTlsServer(tls, handle) : createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stub: CaldavStub = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    behavior: { ...STANDARD },
    store: new CalendarStore(),
    properties: `<displayname>Family</displayname>${WRITABLE}`,
    others: [],
    informed: [],
    violations: [],
    fault: () => undefined,
    close: () => closeServer(server),
  }
  return stub
}

function answer(stub: CaldavStub, request: StubRequest): Reply {
  const { method, path, headers } = request
  if (path === '/.well-known/caldav') return { status: 301, headers: { location: '/dav/' } }
  if (headers.authorization !== `Basic ${Buffer.from('anna:secret').toString('base64')}`)
    return { status: 401, headers: { 'www-authenticate': 'Basic realm="stub"' } }
  if (path.startsWith(CALENDAR)) return atCalendar(stub, request)
  if (method !== 'PROPFIND') return { status: 405 }
  if (path === '/dav/')
    return multistatus([
      response(path, `<current-user-principal><href>${PRINCIPAL}</href></current-user-principal>`),
    ])
  if (path === PRINCIPAL) {
    const home = `<C:calendar-home-set><href>${HOME}</href></C:calendar-home-set>`
    const addresses =
      '<C:calendar-user-address-set><href>mailto:Anna@example.org</href></C:calendar-user-address-set>'
    return multistatus([response(path, home + addresses)])
  }
  if (path !== HOME) return { status: 404 }
  return multistatus([
    response(HOME, '<resourcetype><collection/></resourcetype>'),
    calendarRow(stub),
    ...stub.others,
  ])
}

function calendarRow({ properties }: CaldavStub): string {
  const type = '<resourcetype><collection/><C:calendar/></resourcetype>'
  return response(CALENDAR, type + properties)
}

function atCalendar(stub: CaldavStub, request: StubRequest): Reply {
  const { method, path, headers, body } = request
  const { store, behavior } = stub
  if (path === CALENDAR) {
    if (method === 'REPORT') return report(path, store, body, behavior)
    if (method !== 'PROPFIND') return { status: 405 }
    const names = headers.depth === '1' ? [...store.objects.keys()] : []
    return multistatus([calendarRow(stub), ...names.map((name) => member(path, store, name, false))])
  }
  const name = decodeURIComponent(path.slice(CALENDAR.length))
  const object = store.objects.get(name)
  if (method === 'PUT') return put(stub, request, name)
  if (!object) return { status: 404 }
  if (method === 'GET') return { status: 200, headers: { etag: object.etag }, body: object.ics }
  if (method !== 'DELETE') return { status: 405 }
  if (!headers['if-match']) stub.violations.push('DELETE without If-Match')
  if (isStale(stub, request, name)) return { status: 412 }
  store.delete(name)
  return { status: 204 }
}

function isStale({ store }: CaldavStub, { headers }: StubRequest, name: string): boolean {
  const wanted = headers['if-match']
  return wanted !== undefined && wanted !== store.objects.get(name)?.etag
}

function put(stub: CaldavStub, request: StubRequest, name: string): Reply {
  const { store, behavior, violations } = stub
  const { headers, body } = request
  const conditions = ['if-match', 'if-none-match'].filter((each) => headers[each])
  if (conditions.length !== 1) violations.push(`PUT with ${conditions.length} conditions`)
  if (!headers['content-type']?.startsWith('text/calendar')) violations.push('PUT without its type')
  if (/[^\r]\n|\r[^\n]/.test(body) || /^METHOD:/m.test(body)) violations.push('PUT of an invalid object')
  if (headers['if-none-match'] && store.objects.has(name)) return { status: 412 }
  if (isStale(stub, request, name)) return { status: 412 }
  const other = store.withUid(uidOf(body))
  if (other !== undefined && other !== name) return { status: 409 }
  const isNew = !store.objects.has(name)
  const isScheduled = behavior.schedules && /^ORGANIZER/m.test(body)
  const rewritten = behavior.rewrites || isScheduled
  const kept = behavior.removesAttendees ? withoutPeople(body) : body
  const text = isScheduled ? inform(stub, kept) : behavior.rewrites ? rewrite(kept) : kept
  const { etag } = store.put(name, text)
  return { status: isNew ? 201 : 204, headers: rewritten ? {} : { etag } }
}

/** Stores an object in the server's own form. */
function rewrite(ics: string): string {
  return ics.replace(/\r\n[ \t]/g, '').replace(/^PRODID:.*\r$/m, 'PRODID:-//Stub//EN\r')
}

/** Removes attendees and organizers. */
function withoutPeople(ics: string): string {
  return ics.replace(/\r\n[ \t]/g, '').replace(/^(ATTENDEE|ORGANIZER).*\r\n/gm, '')
}

/** Informs the attendees whose agent is the server, and reports the deliveries. */
function inform(stub: CaldavStub, ics: string): string {
  return ics
    .replace(/\r\n[ \t]/g, '')
    .replace(/^(ATTENDEE[^:\r\n]*):mailto:(.*)\r$/gm, (line, head, email) => {
      if (/SCHEDULE-AGENT=(CLIENT|NONE)/.test(head)) return line
      stub.informed.push(email)
      return /SCHEDULE-STATUS/.test(head) ? line : `${head};SCHEDULE-STATUS=1.2:mailto:${email}\r`
    })
}
