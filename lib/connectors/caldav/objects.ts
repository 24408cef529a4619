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

/** An object as it was read; null if it does not exist. */
export type ReadObject = readonly [wanted: Wanted, state: CaldavState | null]

/** Maximum size of an object, and of a response with several. */
const MAX_OBJECT_BYTES = 4 * 1024 * 1024

/**
 * Reads objects (RFC 4791 §7.9), in parts whose texts have a limited size. An object that is too large has an empty text,
 * so that it does not count as deleted; one with which the server fails is {@link FAILED}.
 */
export async function* readObjects(
  requests: DavRequests,
  calendar: string,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): AsyncGenerator<ReadObject[]> {
  if (!wanted.length) return
  const found = await multiget(requests, calendar, wanted, signal)
  if (found === 'too-large' && wanted.length > 1) {
    const half = Math.ceil(wanted.length / 2)
    for (const part of [wanted.slice(0, half), wanted.slice(half)])
      yield* readObjects(requests, calendar, part, signal)
    return
  }
  if (found instanceof Map)
    yield wanted.flatMap((each): ReadObject[] => (found.has(each.id) ? [[each, found.get(each.id)!]] : []))
  // Objects that the server has left out, or reports as missing: some compare addresses as text, and know an object
  // whose name contains `@` by one of its encodings only.
  const others = found instanceof Map ? wanted.filter(({ id }) => !found.has(id)) : wanted
  if (others.length) yield* getEach(requests, calendar, others, signal)
}

const UNSUPPORTED: ReadonlySet<number> = new Set([400, 403, 405, 415, 422, 500, 501])

/** Reads an object; null if it does not exist. */
export async function readObject(
  requests: DavRequests,
  calendar: string,
  id: string,
  signal: AbortSignal,
): Promise<CaldavState | null> {
  const wanted = [{ id, url: memberUrl(calendar, id) }]
  for await (const part of readObjects(requests, calendar, wanted, signal))
    for (const [, state] of part) return state
  return null
}

/** Requests several objects. Servers need not support the report. */
async function multiget(
  requests: DavRequests,
  calendar: string,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Map<string, CaldavState> | 'too-large' | 'unsupported'> {
  const hrefs = wanted.map(({ url }) => `<d:href>${escapeXml(new URL(url).pathname)}</d:href>`)
  const content = propElement(['d:getetag', 'c:calendar-data']) + hrefs.join('')
  try {
    const limit = MAX_OBJECT_BYTES
    const { rows, url } = await requests.report(calendar, 1, 'c:calendar-multiget', content, signal, limit)
    const found = new Map<string, CaldavState>()
    for (const row of rows) {
      // Servers may also send collections, and objects that were not requested.
      const id = pathOf(row.url).startsWith(`${pathOf(url)}/`) ? memberIdOf(url, row.url) : null
      const data = row.properties.get('c:calendar-data')
      if (id !== null && row.status < 300 && data)
        found.set(id, { etag: etagOf(row), ics: toObjectText(data.text) })
    }
    return found
  } catch (error) {
    if (error instanceof ConnectorError && error.problem === 'too-large') return 'too-large'
    if (error instanceof DavError && UNSUPPORTED.has(error.status)) return 'unsupported'
    throw error
  }
}

async function* getEach(
  requests: DavRequests,
  calendar: string,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): AsyncGenerator<ReadObject[]> {
  let part: ReadObject[] = []
  let size = 0
  for (const each of wanted) {
    signal.throwIfAborted()
    const state = await get(requests, each.url, signal).catch((error) =>
      getAgain(requests, calendar, each.url, error, signal),
    )
    part.push([each, state])
    size += state?.ics?.length ?? 0
    if (size < MAX_OBJECT_BYTES) continue
    yield part
    part = []
    size = 0
  }
  if (part.length) yield part
}

async function get(requests: DavRequests, url: string, signal: AbortSignal): Promise<CaldavState | null> {
  try {
    const { headers, body } = await requests.send({ method: 'GET', url, maxBytes: MAX_OBJECT_BYTES, signal })
    return { etag: headers.get('etag'), ics: toObjectText(decodeBody({ headers, body })) }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    if (error.problem === 'gone') return null
    if (error.problem === 'too-large') return TOO_LARGE
    throw error
  }
}

/**
 * Requests an object again with which the server has failed. If it fails once more, but responds for the calendar, the
 * object is the reason: it is {@link FAILED}, so that one broken object does not end the sync of all others.
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
    return FAILED
  })
}

function isOfObject(error: unknown): boolean {
  return error instanceof DavError && [400, 403, 500].includes(error.status) && !error.retryAt
}

/** An object that exists, but that the server fails to return. */
export const FAILED: CaldavState = { etag: null, ics: '' }

const TOO_LARGE: CaldavState = { etag: null, ics: '' }
