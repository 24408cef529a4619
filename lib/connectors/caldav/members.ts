import { ConnectorError, UnexpectedResponse } from '../connector'
import { DavError } from './errors'
import type { DavRow } from './multistatus'
import { decodePath, encodeSegment, pathOf } from './paths'
import { type DavRequests, type DavRows, propElement } from './requests'
import { childText, escapeXml } from './xml'

/** A member of a calendar that was found in a listing. */
export interface ListedMember {
  /** Its id: the last segment of its address. */
  id: string
  /** The address as the server writes it, so that the server recognizes it. */
  url: string
  etag: string | null
  isDeleted: boolean
}

/** Maximum number of rows of a part of a listing. */
const MAX_ROWS = 100_000

/** Maximum number of parts of a listing. */
const MAX_PARTS = 1000

/**
 * Lists the changes of a calendar since a token, or all members without one (RFC 6578), in parts if the server divides
 * the listing. The last part has the next token.
 * @throws ConnectorError `cursor-expired` if the server refuses the token, but not the calendar
 */
export async function* changedMembers(
  requests: DavRequests,
  calendar: string,
  token: string | null,
  signal: AbortSignal,
): AsyncGenerator<ListedPart> {
  let from = token
  for (let part = 0; part < MAX_PARTS; part++) {
    const content: string = `<d:sync-token>${escapeXml(from ?? '')}</d:sync-token><d:sync-level>1</d:sync-level>${propElement(['d:getetag'])}`
    // The rows take a multiple of the memory of the members, and are not kept while these are read.
    const listed: ListedPart = await requests
      .report(calendar, 0, 'd:sync-collection', content, signal)
      .then(toPart, (error) =>
        from && part === 0 ? refusedToken(requests, calendar, error, signal) : Promise.reject(error),
      )
    if (!listed.isLast && listed.token === from) throw new UnexpectedResponse('the listing does not advance')
    yield listed
    if (listed.isLast) return
    from = listed.token
  }
  throw new UnexpectedResponse('too many parts')
}

/** A part of a listing of changes. */
interface ListedPart {
  members: ListedMember[]
  token: string
  isLast: boolean
}

function toPart({ rows, syncToken, url }: DavRows): ListedPart {
  if (!syncToken) throw new UnexpectedResponse('no sync token')
  // RFC 6578 §3.6: the response is truncated if the calendar itself has this status.
  const isLast = !rows.some((row) => row.status === 507 && pathOf(row.url) === pathOf(url))
  return { members: membersIn({ rows, url }), token: syncToken, isLast }
}

/** Lists all members of a calendar with their ETags. */
export async function allMembers(
  requests: DavRequests,
  calendar: string,
  signal: AbortSignal,
): Promise<ListedMember[]> {
  const found = await requests.propfind(calendar, 1, ['d:getetag', 'd:resourcetype'], signal)
  const own = found.rows.find((row) => pathOf(row.url) === pathOf(found.url))
  if (!own || own.status >= 300) throw new UnexpectedResponse('the calendar is missing in its listing')
  const rows = found.rows.filter((row) => !row.properties.get('d:resourcetype')?.children.length)
  return membersIn({ ...found, rows }).filter(({ isDeleted }) => !isDeleted)
}

/** Finds the members whose UID contains a text: RFC 4791 §9.7.5 has no comparison of a whole value. */
export async function membersWithUid(
  requests: DavRequests,
  calendar: string,
  uid: string,
  signal: AbortSignal,
): Promise<ListedMember[]> {
  const filter = `<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:prop-filter name="UID"><c:text-match collation="i;octet">${escapeXml(uid)}</c:text-match></c:prop-filter></c:comp-filter></c:comp-filter></c:filter>`
  const content = `${propElement(['d:getetag'])}${filter}`
  const found = await requests.report(calendar, 1, 'c:calendar-query', content, signal)
  return membersIn(found).filter(({ isDeleted }) => !isDeleted)
}

/** Returns the address of the member with an id. */
export function memberUrl(calendar: string, id: string): string {
  return `${calendar.replace(/\/?$/, '/')}${encodeSegment(id)}`
}

/** Returns the id of a member of a calendar; null for the calendar itself, and for collections. */
export function memberIdOf(calendar: string, url: string): string | null {
  const { pathname } = new URL(url)
  const [base, path] = [pathOf(calendar), decodePath(pathname)]
  if (pathOf(url) === base) return null
  // Otherwise objects that are listed in another form would count as deleted.
  if (!path.startsWith(`${base}/`)) throw new UnexpectedResponse('a member is outside of its calendar')
  return path.endsWith('/') ? null : path.slice(base.length + 1)
}

function membersIn({ rows, url: calendar }: Pick<DavRows, 'rows' | 'url'>): ListedMember[] {
  if (rows.length > MAX_ROWS) throw new ConnectorError('too-large', 'too many members')
  return rows.flatMap((row) => {
    const id = memberIdOf(calendar, row.url)
    if (id === null) return []
    // Another status than 404 does not say that the object was deleted.
    if (row.status >= 300 && row.status !== 404) throw new UnexpectedResponse(`${row.status} of a member`)
    return [{ id, url: row.url, etag: etagOf(row), isDeleted: row.status === 404 }]
  })
}

export function etagOf({ properties }: DavRow): string | null {
  const property = properties.get('d:getetag')
  const etag = property?.text.trim() || childText(property, 'd:href')
  // A copy: a part of a string keeps the whole response in memory.
  return etag ? Buffer.from(etag).toString() : null
}

/**
 * Throws `cursor-expired` if the server refuses its own token, else the error. Servers refuse tokens with different
 * statuses. If the server accepts requests for the calendar, it has refused the token.
 */
async function refusedToken(
  requests: DavRequests,
  calendar: string,
  error: unknown,
  signal: AbortSignal,
): Promise<never> {
  if (!(error instanceof DavError) || UNRELATED_STATUSES.has(error.status)) throw error
  if (!error.conditions.includes('d:valid-sync-token'))
    await requests.propfind(calendar, 0, ['d:resourcetype'], signal)
  throw new ConnectorError('cursor-expired', error.message)
}

/** Status codes that are not about the token. */
const UNRELATED_STATUSES: ReadonlySet<number> = new Set([401, 404, 408, 429, 502, 503, 504])
