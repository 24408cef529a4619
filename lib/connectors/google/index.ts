import { createHash } from 'node:crypto'
import {
  auth,
  type calendar_v3,
  calendar as calendarApi,
  type MethodOptions,
} from 'googleapis/build/src/apis/calendar/index.js'
import type { CalendarObject } from '@/lib/calendar/event'
import { paletteColor } from '@/lib/calendar/server/ical/colors'
import type { RemoteCalendar, RemoteState } from '@/lib/calendar/server/remote'
import { isZone } from '@/lib/calendar/zones/zone'
import { type Connector, ConnectorError } from '../connector'
import { toConnectorError } from './errors'
import type { GoogleEvent, GoogleObject } from './event'
import { UID_KEY } from './fields'
import { project } from './from-object'
import { canStoreTimes } from './times'
import { toCalendarObject } from './to-object'
import { type GoogleWrite, toWrites } from './writes'

/** Maximum time of a request. */
const TIMEOUT_MS = 30_000

/** Maximum number of events that Google lists at once. */
const PAGE_SIZE = 2500

/** Rounds of writes after which an object that still differs is left for the next sync. */
const MAX_ROUNDS = 3

/** How Google is reached, and as whom. */
export interface GoogleAccess {
  clientId: string
  clientSecret: string
  tokens: { access_token: string; refresh_token: string; expiry_date: number }
  /** Called with the tokens that Google issues in place of those. */
  onTokens(tokens: {
    access_token?: string | null
    refresh_token?: string | null
    expiry_date?: number | null
  }): void
  /** Address of the API and of its tokens; Google's own by default. */
  endpoints?: { rootUrl: string; tokenUrl: string }
}

/** Creates the connector of a Google account. */
export function googleConnector({
  clientId,
  clientSecret,
  tokens,
  onTokens,
  endpoints,
}: GoogleAccess): Connector {
  const client = new auth.OAuth2({
    ...{ clientId, clientSecret },
    ...(endpoints && { endpoints: { oauth2TokenUrl: endpoints.tokenUrl } }),
  })
  client.setCredentials(tokens)
  client.on('tokens', onTokens)
  const api = calendarApi({
    ...{ version: 'v3', auth: client },
    ...(endpoints && { rootUrl: endpoints.rootUrl }),
  })

  /** Calls Google, once more with a new token if the token was refused. lib/sync decides about every other retry. */
  async function call<T>(
    request: (options: MethodOptions) => Promise<{ data: T }>,
    signal: AbortSignal,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const attempt = async () => (await request({ signal, headers, timeout: TIMEOUT_MS, retry: false })).data
    try {
      return await attempt().catch(async (error) => {
        if (error?.status !== 401 || signal.aborted) throw error
        await client.refreshAccessToken()
        return attempt()
      })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw toConnectorError(error, Date.now())
    }
  }

  async function* list(
    calendar: RemoteCalendar,
    params: calendar_v3.Params$Resource$Events$List,
    signal: AbortSignal,
  ): AsyncGenerator<{ events: GoogleEvent[]; cursor: string | null }> {
    let pageToken: string | undefined
    do {
      const page = await call(
        (options) =>
          api.events.list(
            { calendarId: calendar.id, maxResults: PAGE_SIZE, ...params, ...(pageToken && { pageToken }) },
            options,
          ),
        signal,
      )
      pageToken = page.nextPageToken ?? undefined
      yield { events: (page.items ?? []) as GoogleEvent[], cursor: page.nextSyncToken ?? null }
    } while (pageToken)
  }

  async function read(
    calendar: RemoteCalendar,
    id: string,
    signal: AbortSignal,
  ): Promise<GoogleState | null> {
    const root = await call(
      (options) => api.events.get({ calendarId: calendar.id, eventId: id }, options),
      signal,
    ).catch((error) => {
      if (error instanceof ConnectorError && error.problem === 'gone') return null
      throw error
    })
    if (!root || root.status === 'cancelled') return null
    let state: GoogleState = { root: root as GoogleEvent, instances: {} }
    if (!root.recurrence?.length) return state
    // Lists the series with the instances that differ from it; events.instances would list all.
    for await (const { events } of list(calendar, { iCalUID: root.iCalUID!, showDeleted: true }, signal)) {
      for (const event of events) if (rootIdOf(event) === id) state = withEvent(state, event)
    }
    return state
  }

  async function send(
    calendar: RemoteCalendar,
    state: GoogleState | null,
    write: GoogleWrite,
    sendUpdates: 'all' | 'none',
    signal: AbortSignal,
  ): Promise<GoogleState> {
    const target = {
      calendarId: calendar.id,
      sendUpdates,
      supportsAttachments: true,
      conferenceDataVersion: 1,
    }
    if (write.method === 'insert') {
      const event = await call(
        (options) => api.events.insert({ ...target, requestBody: write.body }, options),
        signal,
      )
      return { root: event as GoogleEvent, instances: {} }
    }
    const { id } = write
    const known = state!.root.id === id ? state!.root : state!.instances[id]
    const headers: Record<string, string> = known?.etag ? { 'If-Match': known.etag } : {}
    if (write.method === 'patch') {
      const request = { ...target, eventId: id, requestBody: write.body }
      const event = await call((options) => api.events.patch(request, options), signal, headers)
      return withEvent(state, event as GoogleEvent)
    }
    const request = { calendarId: calendar.id, sendUpdates, eventId: id }
    await call((options) => api.events.delete(request, options), signal, headers)
    return withEvent(state, { ...known, status: 'cancelled' })
  }

  return {
    capabilities: { writes: true, watches: true },

    async listCalendars(signal) {
      const calendars: RemoteCalendar[] = []
      let pageToken: string | undefined
      do {
        const page = await call(
          (options) => api.calendarList.list({ maxResults: 250, ...(pageToken && { pageToken }) }, options),
          signal,
        )
        calendars.push(
          ...(page.items ?? []).flatMap((entry) => (entry.id && !entry.deleted ? toCalendar(entry) : [])),
        )
        pageToken = page.nextPageToken ?? undefined
      } while (pageToken)
      return calendars
    },

    async *pull(calendar, cursor, signal) {
      try {
        for await (const page of list(calendar, cursor ? { syncToken: cursor } : {}, signal)) {
          const changes = page.events.map((raw) => ({ id: rootIdOf(raw), raw, fingerprint: null }))
          yield { changes, cursor: page.cursor, isWhole: cursor === null }
        }
      } catch (error) {
        const isExpired = cursor && error instanceof ConnectorError && error.problem === 'gone'
        throw isExpired ? new ConnectorError('cursor-expired', error.message) : error
      }
    },

    read,

    mergeState: (state, { raw }) => withEvent(state as GoogleState | null, raw as GoogleEvent),

    toObject(calendar, state) {
      const { root, instances } = state as GoogleState
      const isDeleted = !root?.start || root.status === 'cancelled'
      const object: GoogleObject = { root, instances: Object.values(instances) }
      return {
        uid: root?.extendedProperties?.private?.[UID_KEY] ?? root?.iCalUID ?? '',
        content: isDeleted ? null : toCalendarObject(object, zoneOf(calendar)),
        readOnly: isDeleted ? null : readOnlyReason(root),
        alarms: alarmsOf(root),
      }
    },

    project: (calendar, content) => (canStoreTimes(content) ? project(content, zoneOf(calendar)) : null),

    async write(calendar, id, state, { uid, ...content }, { notifies, signal }) {
      let current = state as GoogleState | null
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const object = current && { root: current.root, instances: Object.values(current.instances) }
        const writes = toWrites(object, content as CalendarObject, {
          id,
          uid,
          calendarZone: zoneOf(calendar),
        })
        if (!writes.length) break
        for (const write of writes)
          current = await send(calendar, current, write, notifies ? 'all' : 'none', signal)
        const isSeriesMoved = writes.some(
          ({ method, ...write }) => method === 'patch' && 'id' in write && write.id === id,
        )
        if (isSeriesMoved && content.recurrence) current = (await read(calendar, id, signal)) ?? current
      }
      return current!
    },

    async remove(calendar, id, state, { notifies, signal }) {
      const write = { method: 'delete' as const, id }
      await send(calendar, state as GoogleState, write, notifies ? 'all' : 'none', signal)
    },

    async watch(calendar, { id, token, address }, signal) {
      const requestBody = { id, token, address, type: 'web_hook' }
      const channel = await call(
        (options) => api.events.watch({ calendarId: calendar.id, requestBody }, options),
        signal,
      )
      return { id, resource: channel.resourceId!, expiresAt: new Date(Number(channel.expiration)) }
    },

    async unwatch({ id, resource }, signal) {
      await call(
        (options) => api.channels.stop({ requestBody: { id, resourceId: resource } }, options),
        signal,
      )
    },

    idFor: (key) => createHash('sha256').update(key).digest('hex'),
  }
}

/** The state of a Google event: its series, and the instances that differ from it, by id. */
interface GoogleState extends RemoteState {
  root: GoogleEvent
  instances: Record<string, GoogleEvent>
}

function rootIdOf({ id, recurringEventId }: GoogleEvent): string {
  return recurringEventId ?? id!
}

/** Adds an event or an instance. An instance can be listed before its series. */
function withEvent(state: GoogleState | null, event: GoogleEvent): GoogleState {
  const { root, instances } = state ?? { root: {}, instances: {} }
  if (event.recurringEventId) return { root, instances: { ...instances, [event.id!]: event } }
  return { root: event, instances: event.recurrence?.length ? instances : {} }
}

function zoneOf({ zone }: RemoteCalendar): string {
  return zone ?? 'UTC'
}

function toCalendar(entry: calendar_v3.Schema$CalendarListEntry): RemoteCalendar {
  const { accessRole, timeZone, backgroundColor } = entry
  const canWrite = accessRole === 'owner' || accessRole === 'writer'
  return {
    id: entry.id!,
    name: entry.summaryOverride || entry.summary || entry.id!,
    zone: timeZone && isZone(timeZone) ? timeZone : null,
    color: backgroundColor ? paletteColor(backgroundColor) : null,
    access: canWrite ? 'write' : accessRole === 'reader' ? 'read' : 'busy',
    isPrimary: entry.primary ?? false,
  }
}

/** Returns the reminders of the account; null for the defaults of its calendar. */
function alarmsOf({ reminders }: GoogleEvent): number[] | null {
  if (!reminders || reminders.useDefault) return null
  return (reminders.overrides ?? []).flatMap(({ minutes }) => minutes ?? []).sort((a, b) => a - b)
}

function readOnlyReason(event: GoogleEvent) {
  if (event.eventType && event.eventType !== 'default') return 'special'
  if (event.locked) return 'locked'
  return event.organizer?.self === false && !event.guestsCanModify ? 'not-organizer' : null
}
