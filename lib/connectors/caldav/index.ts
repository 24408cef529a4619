import type { RemoteCalendar, RemoteState } from '@/lib/calendar/server/remote'
import { type Connector, ConnectorError } from '../connector'
import { hashId } from '../hash-id'
import { alarmsOf, occurrenceAlarmsOf } from './alarms'
import { listCalendars, zoneOf } from './calendars'
import { toStorableContent } from './content'
import { readObject } from './objects'
import { type ParsedObject, parseCaldavObject } from './parse-object'
import { calendarLocator } from './partitions'
import { pull } from './reading'
import { withKeptAttendees } from './removed-attendees'
import { type CaldavAccess, davRequests } from './requests'
import { isOrganizedElsewhere, ownAddresses } from './scheduling'
import type { CaldavState } from './state'
import { remove, write } from './writing'

export { discover } from './discovery'
export type { CaldavAccess } from './requests'

/** Creates the connector of an account of a CalDAV server (RFC 4791). */
export function caldavConnector(access: CaldavAccess): Connector {
  const requests = davRequests(access)
  const locate = calendarLocator(requests)
  return {
    capabilities: { writes: true, watches: false },
    listCalendars: (signal) => listCalendars(requests, signal),
    async *pull(calendar, cursor, signal) {
      yield* pull(requests, (await locate(calendar, signal)).id, cursor, signal)
    },
    read: async (calendar, id, signal) =>
      readObject(requests, (await locate(calendar, signal)).id, id, signal),
    mergeState: (known, { raw }) => withKeptAttendees(known && caldavState(known), raw as CaldavState),

    toObject(calendar, state) {
      const { ics: present, kept } = caldavState(state)
      const ics = kept ?? present
      if (ics === null) return { uid: '', content: null, readOnly: null, alarms: null }
      const object = parseCaldavObject(ics, zoneOf(calendar))
      const content = toStorableContent(object.event.content, ownAddresses(access, calendar))
      return {
        uid: object.event.uid,
        content,
        readOnly: readOnlyReason(object, calendar),
        alarms: object.master && alarmsOf(object.master),
        ...(object.master && { occurrenceAlarms: occurrenceAlarmsOf(object, content) }),
      }
    },

    project: (calendar, content) => toStorableContent(content, ownAddresses(access, calendar)),
    async write(calendar, id, state, content, options) {
      const located = await locate(calendar, options.signal)
      return write(requests, located, id, state && caldavState(state), content, options)
    },
    async remove(calendar, id, state, options) {
      const located = await locate(calendar, options.signal)
      await remove(requests, located, id, caldavState(state), options)
    },
    watch: refuse,
    unwatch: refuse,
    idFor: (key) => `${hashId(key)}.ics`,
  }
}

function caldavState(state: RemoteState): CaldavState {
  return state as CaldavState
}

function readOnlyReason(object: ParsedObject, calendar: RemoteCalendar) {
  if (isOrganizedElsewhere(object.event.content, calendar)) return 'not-organizer'
  return object.hasRange || !object.master ? 'special' : null
}

async function refuse(): Promise<never> {
  throw new ConnectorError('forbidden', 'CalDAV has no notifications')
}
