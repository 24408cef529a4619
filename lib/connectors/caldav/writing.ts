import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { ConnectorError, ObjectExistsError, type WriteOptions } from '../connector'
import { zoneOf } from './calendars'
import { DavError } from './errors'
import { memberUrl, memberWithUid } from './members'
import { readObject } from './objects'
import { parseCaldavObject } from './parse-object'
import { createObject, patchObject } from './patch-object'
import type { DavRequests } from './requests'
import { isOrganizedElsewhere } from './scheduling'
import type { CaldavState } from './state'

/** Makes an object equal to content, and returns its new state. */
export async function write(
  requests: DavRequests,
  calendar: RemoteCalendar,
  id: string,
  state: CaldavState | null,
  { uid, ...content }: CalendarObject & { uid: string },
  { notifies, alarms, signal }: WriteOptions,
): Promise<CaldavState> {
  const edit = { uid, content, alarms, notifies, isForeign: false, now: new Date() }
  if (!state) {
    const ics = createObject(edit)
    return put(requests, calendar, id, ics, { 'if-none-match': '*' }, signal).catch((error) =>
      throwCreationError(requests, calendar, uid, error, signal),
    )
  }
  const object = parseCaldavObject(state.ics ?? '', zoneOf(calendar))
  const ics = patchObject(object, {
    ...edit,
    isForeign: isOrganizedElsewhere(object.event.content, calendar),
  })
  return ics === null ? state : put(requests, calendar, id, ics, conditionOf(state), signal)
}

/** Deletes an object. */
export async function remove(
  requests: DavRequests,
  calendar: RemoteCalendar,
  id: string,
  state: CaldavState,
  { notifies, signal }: WriteOptions,
): Promise<void> {
  // RFC 6638 §8.1: whether the server tells the organizer that the account does not take part.
  const headers = { ...conditionOf(state), ...(!notifies && { 'schedule-reply': 'F' }) }
  await requests.send({ method: 'DELETE', url: memberUrl(calendar.id, id), headers, signal })
}

async function put(
  requests: DavRequests,
  calendar: RemoteCalendar,
  id: string,
  ics: string,
  condition: Record<string, string>,
  signal: AbortSignal,
): Promise<CaldavState> {
  const url = memberUrl(calendar.id, id)
  const headers = { 'content-type': 'text/calendar; charset=utf-8', ...condition }
  const response = await requests.send({ method: 'PUT', url, headers, body: ics, signal })
  const etag = response.headers.get('etag')
  // RFC 4791 §5.3.4: without a strong ETag, the server has stored something else.
  if (etag && /^"/.test(etag)) return { etag, ics }
  const stored = await readObject(requests, calendar.id, id, signal)
  if (!stored) throw new ConnectorError('gone', 'deleted after it was written')
  return stored
}

/**
 * Returns the headers that make a write conditional on the version that it is based on. The Schedule-Tag of RFC 6638
 * would ignore answers that have arrived since, but Cyrus gives the same one to all versions.
 */
function conditionOf({ etag }: CaldavState): Record<string, string> {
  return etag ? { 'if-match': etag } : {}
}

/**
 * Throws the reason for which an object was not created: its id or its UID exists already, or the server refuses it.
 * Servers report an existing UID with different statuses.
 */
async function throwCreationError(
  requests: DavRequests,
  calendar: RemoteCalendar,
  uid: string,
  error: unknown,
  signal: AbortSignal,
): Promise<never> {
  if (!(error instanceof DavError) || !MAY_EXIST.has(error.status)) throw error
  const found = await memberWithUid(requests, calendar.id, uid, signal).catch((failed) => {
    if (failed instanceof DavError) return null
    throw failed
  })
  if (found !== null) throw new ObjectExistsError(found)
  throw error.status === 412 ? new ConnectorError('exists', error.message) : error
}

const MAY_EXIST: ReadonlySet<number> = new Set([400, 403, 409, 412])
