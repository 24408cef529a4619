import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { ConnectorError } from '../connector'
import { graphCalendarPath, graphEventPath, type MicrosoftAccount } from './account'
import { zoneOf } from './calendars'
import { customZoneOf } from './custom-zone'
import type { GraphEvent } from './event'
import { isHashId } from './ids'
import { type Instances, readInstances } from './instances'
import { createdAsFilter, WITH_PROPERTIES } from './own-fields'
import { pagesOf } from './pages'
import { createdAs, type MicrosoftState, toKnownEvent } from './state'
import { toCalendarObject } from './to-object'
import { zoneOfName } from './zones'

/** An event with its exceptions, and the id with which Kinday has created it. */
export interface ReadEvent {
  state: MicrosoftState
  createdAs: string | undefined
}

/**
 * Reads an event or series; null if it does not exist. An occurrence is read with its series.
 * @param id the id in Graph, or the one with which Kinday has created the event
 */
export async function readEvent(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  id: string,
  signal: AbortSignal,
): Promise<ReadEvent | null> {
  const raw = isHashId(id)
    ? await findCreated(account, calendar, id, signal)
    : await getEvent(account, calendar, id, signal)
  if (!raw) return null
  if (raw.seriesMasterId && raw.seriesMasterId !== id)
    return readEvent(account, calendar, raw.seriesMasterId, signal)
  return completeEvent(account, calendar, raw, signal)
}

/** Adds the exceptions and deleted occurrences to a series; null if it was deleted meanwhile. */
export async function completeEvent(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  raw: GraphEvent,
  signal: AbortSignal,
): Promise<ReadEvent | null> {
  const { mailbox, requests } = account
  const path = graphEventPath(calendar, raw.id!)
  const customZone = await nullIfGone(customZoneOf(requests, path, raw, zoneOf(calendar), signal))
  if (customZone === null) return null
  const root = {
    ...toKnownEvent(raw, await mailbox.categories(signal)),
    ...(customZone && { customZone }),
  }
  const owner = await mailbox.ownerOf(calendar.id, signal)
  const state: MicrosoftState = { root, exceptions: {}, deleted: [], owner }
  const listing = instancesOf(account, calendar, state, signal)
  const listed = await nullIfGone(listing.then((instances) => ({ instances })))
  if (!listed) return null
  const { instances } = listed
  if (instances) {
    state.deleted = instances.deleted
    const read = instances.exceptions.map(async (id) => {
      const exception = await getEvent(account, calendar, instances.ids.get(id)!, signal)
      if (exception) state.exceptions[id] = toKnownEvent(exception, await mailbox.categories(signal))
      // It was deleted in the meantime.
      else state.deleted = [...state.deleted, id].sort()
    })
    await Promise.all(read)
    state.exceptions = Object.fromEntries(
      Object.entries(state.exceptions).sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  }
  return { state, createdAs: createdAs(raw) }
}

/** Returns null for an event that does not exist. */
function nullIfGone<T>(value: Promise<T>): Promise<T | null> {
  return value.catch((error) => {
    if (error instanceof ConnectorError && error.problem === 'gone') return null
    throw error
  })
}

/** Lists the occurrences of a series; null for single events, and for series that Kinday cannot read. */
export async function instancesOf(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  state: MicrosoftState,
  signal: AbortSignal,
): Promise<Instances | null> {
  const { root } = state
  const calendarZone = zoneOf(calendar)
  const series = root.recurrence && toCalendarObject({ ...state, exceptions: {}, deleted: [] }, calendarZone)
  if (!series?.recurrence) return null
  const zone = zoneOfName(root.originalStartTimeZone) ?? root.customZone ?? calendarZone
  return readInstances(requests, graphEventPath(calendar, root.id!), series, zone, signal)
}

/** Finds the event that Kinday has created with an id. Graph does not filter by `transactionId`. */
export async function findCreated(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  id: string,
  signal: AbortSignal,
): Promise<GraphEvent | null> {
  const path = `${graphCalendarPath(calendar)}/events?${createdAsFilter(id)}&${WITH_PROPERTIES}`
  const { value } = await requests.call<{ value?: GraphEvent[] }>(path, signal)
  if (!Array.isArray(value)) throw new ConnectorError('unreachable', 'no list')
  return value.find((event) => createdAs(event) === id) ?? null
}

async function getEvent(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  id: string,
  signal: AbortSignal,
): Promise<GraphEvent | null> {
  const path = `${graphEventPath(calendar, id)}?${WITH_PROPERTIES}`
  return nullIfGone(requests.call<GraphEvent>(path, signal))
}

/**
 * Returns whether an event exists in a calendar: Graph may find it by the path of a calendar that it has left. Graph may also
 * name the calendar of an event by an id that it does not list (microsoft-graph-docs#6699), which says nothing.
 */
export async function isInCalendar(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  id: string,
  signal: AbortSignal,
): Promise<boolean> {
  const path = `${graphEventPath(calendar, id)}/calendar?$select=id`
  const found = await nullIfGone(requests.call<{ id?: string }>(path, signal))
  if (!found) return false
  if (found.id === undefined || found.id === calendar.id) return true
  for await (const { rows } of pagesOf<{ id?: string }>(requests, 'me/calendars?$select=id&$top=100', signal))
    if (rows.some(({ id }) => id === found.id)) return false
  return true
}
