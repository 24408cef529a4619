import type { RemoteState } from '@/lib/calendar/server/remote'
import type { Connector } from '../connector'
import { microsoftAccount } from './account'
import { alarmsOf, occurrenceAlarmsOf } from './alarms'
import { isInvitation } from './attendees'
import { listCalendars, zoneOf } from './calendars'
import { project } from './from-object'
import { idFor } from './ids'
import { pull } from './pulling'
import { readEvent } from './reading'
import type { MicrosoftAccess } from './requests'
import type { MicrosoftState } from './state'
import { renew, unwatch, watch } from './subscriptions'
import { toCalendarObject } from './to-object'
import { remove, write } from './writing'

/** Creates the connector of an account of Microsoft 365 or Outlook.com. */
export function microsoftConnector(access: MicrosoftAccess): Connector {
  const account = microsoftAccount(access)
  return {
    capabilities: { writes: true, watches: true, findsLater: true },
    listCalendars: (signal) => listCalendars(account.requests, account.mailbox, signal),
    pull: (calendar, cursor, signal) => pull(account, calendar, cursor, signal),
    read: async (calendar, id, signal) => (await readEvent(account, calendar, id, signal))?.state ?? null,
    mergeState: (_, { raw }) => raw as RemoteState,

    toObject(calendar, state) {
      const known = state as MicrosoftState
      const { root } = known
      if (!root.start) return { uid: '', content: null, readOnly: null, alarms: null }
      const content = toCalendarObject(known, zoneOf(calendar))
      if (!content) throw new Error('An event of Microsoft has no readable start or recurrence')
      const readOnly = isInvitation(root) ? 'not-organizer' : null
      return {
        ...{ uid: root.own?.uid ?? root.iCalUId ?? '', content, readOnly },
        ...{ alarms: alarmsOf(root), occurrenceAlarms: occurrenceAlarmsOf(known, content) },
      }
    },

    project: (calendar, content) => project(content, zoneOf(calendar)),
    write: (calendar, id, state, content, options) =>
      write(account, calendar, id, state as MicrosoftState | null, content, options),
    remove: (calendar, _, state, options) => remove(account, calendar, state as MicrosoftState, options),
    watch: (calendar, request, signal) => watch(account, calendar, request, signal),
    renew: (channel, signal) => renew(account, channel, signal),
    unwatch: (channel, signal) => unwatch(account, channel, signal),
    idFor,
    idOf: (state) => (state as MicrosoftState).root.id!,
  }
}
