import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { GuardedResponse } from '@/lib/outgoing/guarded-fetch'
import { ConnectorError, ObjectExistsError, ResponseTimeout, type WriteOptions } from '../connector'
import { zoneOf } from './calendars'
import { DavError } from './errors'
import { membersWithUid, memberUrl } from './members'
import { readObject, readObjects } from './objects'
import { parseCaldavObject, uidIn } from './parse-object'
import { createObject, patchObject } from './patch-object'
import type { DavRequest, DavRequests } from './requests'
import { isOrganizedElsewhere, ownAddresses } from './scheduling'
import type { CaldavState } from './state'

/** Makes an object equal to content, and returns its new state. */
export async function write(
  requests: DavRequests,
  calendar: RemoteCalendar,
  id: string,
  state: CaldavState | null,
  { uid, ...content }: CalendarObject & { uid: string },
  { notifies, alarms, occurrenceAlarms, signal }: WriteOptions,
): Promise<CaldavState> {
  const own = ownAddresses(requests.access, calendar)
  const edit = { uid, content, alarms, occurrenceAlarms, notifies, own, isForeign: false, now: new Date() }
  if (!state) {
    const ics = createObject(edit)
    return put(requests, calendar, id, ics, { 'if-none-match': '*' }, signal).catch((error) =>
      throwCreationError(requests, calendar, { id, uid }, error, signal),
    )
  }
  const object = parseCaldavObject(state.ics ?? '', zoneOf(calendar))
  const ics = patchObject(object, {
    ...edit,
    isForeign: isOrganizedElsewhere(object.event.content, calendar),
  })
  if (ics === null) return state
  const condition = await conditionOf(requests, calendar, id, state, signal)
  return put(requests, calendar, id, ics, condition, signal)
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
  const condition = await conditionOf(requests, calendar, id, state, signal)
  const headers = { ...condition, ...(!notifies && { 'schedule-reply': 'F' }) }
  const request = { method: 'DELETE', url: memberUrl(calendar.id, id), headers, signal } as const
  await sendWrite(requests, calendar, request)
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
  const response = await sendWrite(requests, calendar, { method: 'PUT', url, headers, body: ics, signal })
  const etag = response.headers.get('etag')
  // RFC 4791 §5.3.4: without a strong ETag, the server has stored something else.
  const exact = etag?.startsWith('"') ? etag : null
  // Servers exist that remove attendees in spite of the ETag, which must not count as a change by another client.
  if (exact && !/^ATTENDEE/m.test(ics)) return { etag: exact, ics }
  const stored = await readObject(requests, calendar.id, id, signal)
  if (exact && stored?.etag !== exact) return { etag: exact, ics }
  if (!stored) throw new ConnectorError('gone', 'deleted after it was written')
  return stored
}

/** Sends a write. @throws ConnectorError `object-failed` if the server fails with it, but responds for the calendar */
async function sendWrite(
  requests: DavRequests,
  calendar: RemoteCalendar,
  request: DavRequest,
): Promise<GuardedResponse> {
  try {
    return await requests.send(request)
  } catch (error) {
    if (!isOfObject(error) || (error instanceof ResponseTimeout && hangsAgain(requests))) throw error
    await requests.propfind(calendar.id, 0, ['d:resourcetype'], request.signal)
    throw new ConnectorError('object-failed', error.message)
  }
}

/** Returns whether the object that is written can be the reason of an error. */
function isOfObject(error: unknown): error is ConnectorError {
  if (error instanceof DavError) return OBJECT_FAILURES.has(error.status) && !error.retryAt
  return error instanceof ResponseTimeout
}

/** Maximum number of writes that a run waits for in vain: each takes as long as a request may take. */
const MAX_HANGING_WRITES = 3

const hangingWrites = new WeakMap<DavRequests, number>()

/** Counts a write without response. Returns whether there were too many. */
function hangsAgain(requests: DavRequests): boolean {
  const count = (hangingWrites.get(requests) ?? 0) + 1
  hangingWrites.set(requests, count)
  return count > MAX_HANGING_WRITES
}

/** Responses to a write that may be about its object only: locked, or not understood. */
const OBJECT_FAILURES: ReadonlySet<number> = new Set([423, 500, 501])

/**
 * Returns the headers that make a write conditional on the version that it is based on. The Schedule-Tag of RFC 6638
 * would ignore answers that have arrived since, but Cyrus gives the same one to all versions.
 * A weak ETag, which proxies make of a strong one when they compress a response, would never match (RFC 9110 §13.1.1).
 * @throws ConnectorError `stale` or `gone` if there is no ETag, and the object is another one now
 */
async function conditionOf(
  requests: DavRequests,
  calendar: RemoteCalendar,
  id: string,
  { etag, ics }: CaldavState,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  if (etag) return { 'if-match': etag.replace(/^W\//, '') }
  const present = await readObject(requests, calendar.id, id, signal)
  if (!present) throw new ConnectorError('gone', 'deleted, without ETag')
  if (withoutStamp(present.ics) !== withoutStamp(ics))
    throw new ConnectorError('stale', 'changed, without ETag')
  return present.etag ? conditionOf(requests, calendar, id, present, signal) : {}
}

/** Returns the text of an object without the time at which some servers have generated it. */
function withoutStamp(ics: string | null): string {
  return (ics ?? '').replace(/^DTSTAMP[:;].*\r\n/gm, '')
}

/**
 * Throws the reason for which an object was not created: its id or its UID exists already, or the server refuses it.
 * Servers report an existing UID with different statuses.
 */
async function throwCreationError(
  requests: DavRequests,
  calendar: RemoteCalendar,
  { id, uid }: { id: string; uid: string },
  error: unknown,
  signal: AbortSignal,
): Promise<never> {
  if (!(error instanceof DavError) || !MAY_EXIST.has(error.status)) throw error
  const found = await idWithUid(requests, calendar, uid, signal).catch((failed) => {
    if (failed instanceof DavError) return null
    throw failed
  })
  if (found !== null && found !== id) throw new ObjectExistsError(found)
  throw found === id || error.status === 412 ? new ConnectorError('exists', error.message) : error
}

/** Maximum number of objects that are read to find one with a UID. */
const MAX_CANDIDATES = 50

/** Returns the id of the object with a UID; null if there is none. */
async function idWithUid(
  requests: DavRequests,
  calendar: RemoteCalendar,
  uid: string,
  signal: AbortSignal,
): Promise<string | null> {
  const members = await membersWithUid(requests, calendar.id, uid, signal)
  const candidates = members.slice(0, MAX_CANDIDATES)
  for await (const part of readObjects(requests, calendar.id, candidates, signal)) {
    const found = part.find(([, state]) => uidIn(state?.ics ?? '') === uid)
    if (found) return found[0].id
  }
  return null
}

const MAY_EXIST: ReadonlySet<number> = new Set([400, 403, 409, 412])
