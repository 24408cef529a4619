import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { WriteOptions } from '../connector'
import { zoneOf } from './calendars'
import { answerWrites, orphanObject } from './orphans'
import { read } from './reading'
import type { GoogleRequests } from './requests'
import { type GoogleState, googleObjectOf, stateWithEvent, toEvent } from './state'
import { type GoogleWrite, toWrites } from './writes'

/** Maximum number of rounds of writes. An object that still differs is left for the next sync. */
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
  const calendarZone = zoneOf(calendar)
  const { alarms, occurrenceAlarms } = options
  const context = { id, uid, calendarZone, alarms, occurrenceAlarms }
  const orphan = state && orphanObject(googleObjectOf(state), calendarZone)
  let current = state
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const writes = orphan
      ? answerWrites(orphan, content, calendarZone)
      : toWrites(current && googleObjectOf(current), content, context)
    if (!writes.length) break
    for (const next of writes) current = await send(requests, calendar, current, next, options)
    if (orphan) break
    const isSeriesChanged = writes.some((next) => next.method === 'patch' && next.id === id)
    if (isSeriesChanged && content.recurrence)
      current = (await read(requests, calendar, id, options.signal)) ?? current
  }
  return current!
}

/** Deletes an event, or all instances that the account sees if it does not see their series. */
export async function remove(
  requests: GoogleRequests,
  calendar: RemoteCalendar,
  id: string,
  state: GoogleState,
  options: WriteOptions,
): Promise<void> {
  const orphan = orphanObject(googleObjectOf(state), zoneOf(calendar))
  const ids = orphan ? orphan.instances.map((instance) => instance.id!) : [id]
  for (const target of ids) await send(requests, calendar, state, { method: 'delete', id: target }, options)
}

/** Sends a write on condition that the event was not changed since it was read. */
async function send(
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
    return { root: toEvent(event), instances: {} }
  }
  const { id } = write
  const known = state!.root.id === id ? state!.root : state!.instances[id]
  const headers: Record<string, string> = known?.etag ? { 'If-Match': known.etag } : {}
  if (write.method === 'patch') {
    const request = { ...target, ...kept, eventId: id, requestBody: write.body }
    const event = await call((api, options) => api.events.patch(request, options), signal, headers)
    return stateWithEvent(state, event)
  }
  await call((api, options) => api.events.delete({ ...target, eventId: id }, options), signal, headers).catch(
    (error) => {
      // An instance that is already gone is as it should be.
      if (id === state!.root.id || error.problem !== 'gone') throw error
    },
  )
  return stateWithEvent(state, write.instance ?? { ...known!, status: 'cancelled' })
}
