import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { type ChangePage, ConnectorError } from '../connector'
import type { GoogleEvent } from './event'
import type { GoogleRequests } from './requests'
import { type GoogleState, rootIdOf, stateWithEvent, toEvent } from './state'

/** Numbers of events per request: Google's maximum, and smaller ones if a response is too large. */
const PAGE_SIZES = [2500, 250, 25, 1] as const

/** Reads the changes of a calendar. @throws ConnectorError `cursor-expired` */
export async function* pull(
  requests: GoogleRequests,
  calendar: RemoteCalendar,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<ChangePage> {
  try {
    for await (const page of list(requests, calendar, cursor ? { syncToken: cursor } : {}, signal)) {
      const changes = page.events.map((raw) => ({ id: rootIdOf(raw), raw, fingerprint: null }))
      yield { changes, cursor: page.cursor, isWhole: cursor === null }
    }
  } catch (error) {
    const isExpired = cursor && error instanceof ConnectorError && error.problem === 'gone'
    throw isExpired ? new ConnectorError('cursor-expired', error.message) : error
  }
}

/** Reads an event with its instances; null if it does not exist. */
export async function read(
  requests: GoogleRequests,
  calendar: RemoteCalendar,
  id: string,
  signal: AbortSignal,
): Promise<GoogleState | null> {
  const root = await requests
    .call((api, options) => api.events.get({ calendarId: calendar.id, eventId: id }, options), signal)
    .catch((error) => {
      if (error instanceof ConnectorError && error.problem === 'gone') return null
      throw error
    })
  if (root?.status === 'cancelled') return null
  let state: GoogleState | null = root && { root: toEvent(root), instances: {} }
  if (root && !root.recurrence?.length) return state
  // Lists the series with the instances that differ from it; events.instances would list all. If the account does not
  // see the series, its instances are found by the UID that Google derives from the id of its own events.
  const params = { iCalUID: root?.iCalUID ?? `${id}@google.com`, showDeleted: true }
  for await (const { events } of list(requests, calendar, params, signal)) {
    for (const event of events) if (rootIdOf(event) === id) state = stateWithEvent(state, event)
  }
  const exists = root || Object.values(state?.instances ?? {}).some(({ status }) => status !== 'cancelled')
  return exists ? state : null
}

async function* list(
  { call }: GoogleRequests,
  calendar: RemoteCalendar,
  params: calendar_v3.Params$Resource$Events$List,
  signal: AbortSignal,
): AsyncGenerator<{ events: GoogleEvent[]; cursor: string | null }> {
  let pageToken: string | undefined
  let size = 0
  for (;;) {
    const paging = { maxResults: PAGE_SIZES[size]!, ...(pageToken && { pageToken }) }
    const page = await call(
      (api, options) => api.events.list({ calendarId: calendar.id, ...paging, ...params }, options),
      signal,
    ).catch((error) => {
      const isTooLarge = error instanceof ConnectorError && error.problem === 'too-large'
      if (!isTooLarge || size === PAGE_SIZES.length - 1) throw error
    })
    if (!page) {
      // A token belongs to a size, so the list begins again. Its events are merged with those that are known.
      size++
      pageToken = undefined
      continue
    }
    // Otherwise a response that is not Google's would be read as an empty calendar.
    if (!Array.isArray(page.items)) throw new ConnectorError('unreachable', 'no list')
    pageToken = page.nextPageToken ?? undefined
    yield { events: page.items as GoogleEvent[], cursor: page.nextSyncToken ?? null }
    if (!pageToken) return
  }
}
