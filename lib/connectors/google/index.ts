import type { RemoteState } from '@/lib/calendar/server/remote'
import type { Connector } from '../connector'
import { hashId } from '../hash-id'
import { alarmsOf, occurrenceAlarmsOf } from './alarms'
import { isOrganizedElsewhere } from './attendees'
import { listCalendars, zoneOf } from './calendars'
import type { GoogleEvent } from './event'
import { project } from './from-object'
import { orphanObject } from './orphans'
import { UID_KEY } from './properties'
import { pull, read } from './reading'
import { type GoogleAccess, googleRequests } from './requests'
import { addEvent, type GoogleState, googleObjectOf, hasUncertainInstances } from './state'
import { canStoreTimes } from './times'
import { toCalendarObject } from './to-object'
import { remove, write } from './writing'

/** Creates the connector of a Google account. */
export function googleConnector(access: GoogleAccess): Connector {
  const requests = googleRequests(access)
  return {
    capabilities: { writes: true, watches: true, listsInstances: true },
    listCalendars: (signal) => listCalendars(requests, signal),
    pull: (calendar, cursor, signal) => pull(requests, calendar, cursor, signal),
    read: (calendar, id, signal) => read(requests, calendar, id, signal),
    mergeState: (state, { raw }) => addEvent(googleState(state), raw),
    isUncertain: (known, state) => hasUncertainInstances(googleState(known)!, googleState(state)!),

    toObject(calendar, state) {
      const zone = zoneOf(calendar)
      const known = googleObjectOf(googleState(state)!)
      const orphan = orphanObject(known, zone)
      const { root, instances } = orphan ?? known
      const isDeleted = !root.start || root.status === 'cancelled'
      const content = isDeleted ? null : toCalendarObject({ root, instances }, zone)
      if (!isDeleted && !content) throw new Error('An event of Google has no readable start')
      return {
        uid: root.extendedProperties?.private?.[UID_KEY] ?? root.iCalUID ?? '',
        content,
        readOnly: isDeleted ? null : (readOnlyReason(root) ?? (orphan && 'special')),
        alarms: alarmsOf(root),
        ...(content && !orphan && { occurrenceAlarms: occurrenceAlarmsOf(known, content) }),
        ...(orphan && { isPart: true }),
      }
    },

    project: (calendar, content) => (canStoreTimes(content) ? project(content, zoneOf(calendar)) : null),
    write: (calendar, id, state, content, options) =>
      write(requests, calendar, id, googleState(state), content, options),

    remove: (calendar, id, state, options) => remove(requests, calendar, id, googleState(state)!, options),

    async watch(calendar, { id, token, address }, signal) {
      const requestBody = { id, token, address, type: 'web_hook' }
      const channel = await requests.call(
        (api, options) => api.events.watch({ calendarId: calendar.id, requestBody }, options),
        signal,
      )
      return { id, resource: channel.resourceId!, expiresAt: new Date(Number(channel.expiration)) }
    },

    async unwatch({ id, resource }, signal) {
      await requests.call(
        (api, options) => api.channels.stop({ requestBody: { id, resourceId: resource } }, options),
        signal,
      )
    },

    idFor: hashId,
  }
}

function googleState(state: RemoteState | null): GoogleState | null {
  return state as GoogleState | null
}

function readOnlyReason(event: GoogleEvent) {
  if (event.eventType && event.eventType !== 'default') return 'special'
  if (event.locked) return 'locked'
  return isOrganizedElsewhere(event) ? 'not-organizer' : null
}
