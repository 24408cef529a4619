import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { WriteOptions } from '../connector'
import { zoneOf } from './calendars'
import type { GoogleEvent } from './event'
import { read } from './reading'
import type { GoogleRequests } from './requests'
import { type GoogleState, googleObjectOf, withEvent } from './state'
import { type GoogleWrite, toWrites } from './writes'

/** Rounds of writes after which an object that still differs is left for the next sync. */
const MAX_ROUNDS = 3

/** Makes an event equal to content, and returns its new state. */
export async function write(
  requests: GoogleRequests,
  calendar: RemoteCalendar,
  id: string,
  state: GoogleState | null,
  { uid, ...content }: CalendarObject & { uid: string },
  options: WriteOptions,
): Promise<GoogleState> {
  let current = state
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const context = { id, uid, calendarZone: zoneOf(calendar) }
    const writes = toWrites(current && googleObjectOf(current), content, context)
    if (!writes.length) break
    for (const next of writes) current = await send(requests, calendar, current, next, options)
    const isSeriesChanged = writes.some((next) => next.method === 'patch' && next.id === id)
    if (isSeriesChanged && content.recurrence)
      current = (await read(requests, calendar, id, options.signal)) ?? current
  }
  return current!
}

/** Sends a write on condition that the event was not changed since it was read. */
export async function send(
  { call }: GoogleRequests,
  calendar: RemoteCalendar,
  state: GoogleState | null,
  write: GoogleWrite,
  { notifies, signal }: WriteOptions,
): Promise<GoogleState> {
  const target = { calendarId: calendar.id, sendUpdates: notifies ? 'all' : 'none' }
  // Without these, Google removes conferences and attachments.
  const kept = { supportsAttachments: true, conferenceDataVersion: 1 }
  if (write.method === 'insert') {
    const request = { ...target, ...kept, requestBody: write.body }
    const event = await call((api, options) => api.events.insert(request, options), signal)
    return { root: event as GoogleEvent, instances: {} }
  }
  const { id } = write
  const known = state!.root.id === id ? state!.root : state!.instances[id]
  const headers: Record<string, string> = known?.etag ? { 'If-Match': known.etag } : {}
  if (write.method === 'patch') {
    const request = { ...target, ...kept, eventId: id, requestBody: write.body }
    const event = await call((api, options) => api.events.patch(request, options), signal, headers)
    return withEvent(state, event as GoogleEvent)
  }
  await call((api, options) => api.events.delete({ ...target, eventId: id }, options), signal, headers)
  return withEvent(state, { ...known, status: 'cancelled' })
}
