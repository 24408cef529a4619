import type { CalendarStore } from './store'

/** Differences of a server from the standard. */
export interface Behavior {
  /** Whether it supports `sync-collection`. */
  hasTokens: boolean
  hasMultiget: boolean
  /** Status with which it refuses a token; null: 403 with the precondition of RFC 6578. */
  tokenRefusal: number | null
  /** Whether the first listing without a token is empty. */
  listsNothingFirst: boolean
  /** Whether the calendar is listed among its changes. */
  listsItself: boolean
  /** Whether it stores another text than it gets, and then returns no ETag. */
  rewrites: boolean
  /** Whether it invites attendees itself. */
  schedules: boolean
  /** Whether it removes attendees and organizers, although it returns an ETag. */
  removesAttendees: boolean
  /** Number of changes per listing. */
  pageSize: number
}

export const STANDARD: Behavior = {
  hasTokens: true,
  hasMultiget: true,
  tokenRefusal: null,
  listsNothingFirst: false,
  listsItself: false,
  rewrites: false,
  schedules: false,
  removesAttendees: false,
  pageSize: Number.POSITIVE_INFINITY,
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string | Buffer
}

const TOKEN = 'http://example.org/sync/'

/** Answers a REPORT on a calendar. */
export function report(path: string, store: CalendarStore, body: string, behavior: Behavior): Reply {
  if (body.includes('<d:sync-collection')) return syncCollection(path, store, body, behavior)
  if (body.includes('<c:calendar-multiget'))
    return behavior.hasMultiget ? multiget(path, store, body) : { status: 501 }
  if (body.includes('<c:calendar-query')) {
    const uid = unescapeXml(/<c:text-match[^>]*>([^<]*)</.exec(body)?.[1] ?? '')
    const name = store.withUid(uid)
    return multistatus(name ? [member(path, store, name, false)] : [])
  }
  return { status: 400 }
}

export function multistatus(responses: readonly string[], more = ''): Reply {
  const namespaces =
    'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
  return {
    status: 207,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: `<?xml version="1.0" encoding="utf-8"?><multistatus ${namespaces}>${responses.join('')}${more}</multistatus>`,
  }
}

export function response(href: string, properties: string): string {
  return `<response><href>${href}</href><propstat><prop>${properties}</prop><status>HTTP/1.1 200 OK</status></propstat></response>`
}

/** Returns the row of a member, with its text if that is wanted. */
export function member(path: string, store: CalendarStore, name: string, withData: boolean): string {
  const object = store.objects.get(name)
  const href = path + encodeURIComponent(name)
  if (!object) return status(href, 404)
  const data = withData ? `<C:calendar-data>${escapeXml(object.ics)}</C:calendar-data>` : ''
  return response(href, `<getetag>${escapeXml(object.etag)}</getetag><resourcetype/>${data}`)
}

function syncCollection(path: string, store: CalendarStore, body: string, behavior: Behavior): Reply {
  if (!behavior.hasTokens) return { status: 501 }
  const token = unescapeXml(/<d:sync-token>([^<]*)</.exec(body)?.[1] ?? '')
  const from = token.startsWith(TOKEN) ? Number(token.slice(TOKEN.length)) : Number.NaN
  if (token && !(from >= store.oldestToken)) return refusal(behavior)
  if (!token && behavior.listsNothingFirst) return multistatus([], tokenElement(store.revision))
  const found = store.changesSince(token ? from : 0, behavior.pageSize)
  return multistatus(
    [
      ...(behavior.listsItself ? [response(path, '<getetag>"itself"</getetag>')] : []),
      ...found.names.map((name) => member(path, store, name, false)),
      ...(found.isTruncated ? [status(path, 507)] : []),
    ],
    tokenElement(found.revision),
  )
}

function multiget(path: string, store: CalendarStore, body: string): Reply {
  const hrefs = [...body.matchAll(/<d:href>([^<]*)</g)].map(([, href]) => unescapeXml(href!))
  return multistatus(
    hrefs.map((href) => member(path, store, decodeURIComponent(href.slice(path.length)), true)),
  )
}

function refusal({ tokenRefusal }: Behavior): Reply {
  if (tokenRefusal !== null) return { status: tokenRefusal }
  return { status: 403, body: '<error xmlns="DAV:"><valid-sync-token/></error>' }
}

function status(href: string, code: number): string {
  return `<response><href>${href}</href><status>HTTP/1.1 ${code} Some reason</status></response>`
}

function tokenElement(revision: number): string {
  return `<sync-token>${TOKEN}${revision}</sync-token>`
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>\r]/g, (char) => `&#${char.charCodeAt(0)};`)
}

export function unescapeXml(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}
