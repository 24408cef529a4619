import { ConnectorError } from '../connector'
import { decodeBody } from './decode-body'
import { DavError } from './errors'
import { etagOf, type ListedMember, memberIdOf, memberUrl } from './members'
import { toObjectText } from './object-text'
import { pathOf } from './paths'
import { type DavRequests, propElement } from './requests'
import type { CaldavState } from './state'
import { escapeXml } from './xml'

/** Number of objects that are requested together. */
export const BATCH_SIZE = 50

type Wanted = Pick<ListedMember, 'id' | 'url'>

/**
 * Reads objects (RFC 4791 §7.9). Those that do not exist are missing in the result. An object that is too large to be
 * read has an empty text, so that it does not count as deleted; so has one with which the server fails.
 */
export async function readObjects(
  requests: DavRequests,
  calendar: string,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Map<string, CaldavState>> {
  if (!wanted.length) return new Map()
  try {
    return await multiget(requests, calendar, wanted, signal)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    if (error.problem === 'too-large' && wanted.length > 1) {
      const half = Math.ceil(wanted.length / 2)
      const parts = [wanted.slice(0, half), wanted.slice(half)]
      const [first, second] = await Promise.all(
        parts.map((part) => readObjects(requests, calendar, part, signal)),
      )
      return new Map([...first!, ...second!])
    }
    // Servers need not support the report.
    const isUnsupported = error instanceof DavError && UNSUPPORTED.has(error.status)
    if (!isUnsupported && error.problem !== 'too-large') throw error
    return getEach(requests, calendar, wanted, signal)
  }
}

const UNSUPPORTED: ReadonlySet<number> = new Set([400, 403, 405, 415, 422, 500, 501])

/** Reads an object; null if it does not exist. */
export async function readObject(
  requests: DavRequests,
  calendar: string,
  id: string,
  signal: AbortSignal,
): Promise<CaldavState | null> {
  const wanted = { id, url: memberUrl(calendar, id) }
  return (await readObjects(requests, calendar, [wanted], signal)).get(id) ?? null
}

async function multiget(
  requests: DavRequests,
  calendar: string,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Map<string, CaldavState>> {
  const hrefs = wanted.map(({ url }) => `<d:href>${escapeXml(new URL(url).pathname)}</d:href>`)
  const content = propElement(['d:getetag', 'c:calendar-data']) + hrefs.join('')
  const { rows, url } = await requests.report(calendar, 1, 'c:calendar-multiget', content, signal)
  const found = new Map<string, CaldavState>()
  for (const row of rows) {
    // Servers may also send collections, and objects that were not requested.
    const id = pathOf(row.url).startsWith(`${pathOf(url)}/`) ? memberIdOf(url, row.url) : null
    const data = row.properties.get('c:calendar-data')
    if (id !== null && row.status < 300 && data)
      found.set(id, { etag: etagOf(row), ics: toObjectText(data.text) })
  }
  // Objects that the server has left out, or reports as missing: some compare addresses as text, and know an object
  // whose name contains `@` by one of its encodings only.
  const others = wanted.filter(({ id }) => !found.has(id))
  return others.length ? new Map([...found, ...(await getEach(requests, calendar, others, signal))]) : found
}

async function getEach(
  requests: DavRequests,
  calendar: string,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Map<string, CaldavState>> {
  const found = new Map<string, CaldavState>()
  for (const { id, url } of wanted) {
    signal.throwIfAborted()
    const state = await get(requests, url, signal).catch((error) =>
      getAgain(requests, calendar, url, error, signal),
    )
    if (state) found.set(id, state)
  }
  return found
}

async function get(requests: DavRequests, url: string, signal: AbortSignal): Promise<CaldavState | null> {
  try {
    const { headers, body } = await requests.send({ method: 'GET', url, signal })
    return { etag: headers.get('etag'), ics: toObjectText(decodeBody({ headers, body })) }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    if (error.problem === 'gone') return null
    if (error.problem === 'too-large') return UNREADABLE
    throw error
  }
}

/**
 * Requests an object again with which the server has failed. If it fails once more, but responds for the calendar, the
 * object is the reason: it counts as unreadable, so that one broken object does not end the sync of all others.
 */
async function getAgain(
  requests: DavRequests,
  calendar: string,
  url: string,
  error: unknown,
  signal: AbortSignal,
): Promise<CaldavState | null> {
  if (!isOfObject(error)) throw error
  await requests.propfind(calendar, 0, ['d:resourcetype'], signal)
  return get(requests, url, signal).catch((again) => {
    if (!isOfObject(again)) throw again
    return UNREADABLE
  })
}

function isOfObject(error: unknown): boolean {
  return error instanceof DavError && [400, 403, 500].includes(error.status) && !error.retryAt
}

/** An object that exists, but cannot be read. */
const UNREADABLE: CaldavState = { etag: null, ics: '' }
