import { wallMs } from '@/lib/calendar/day'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { RemoteState } from '@/lib/calendar/server/remote'
import type { Span } from '@/lib/calendar/span'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { GoogleAttendee, GoogleEvent } from '@/lib/connectors/google/event'
import { startAccount } from '@/lib/connectors/google/google.test.account'
import { type CalendarStore, Refused } from '@/test/servers/google-calendar/store'
import type { RandomProvider, RemoteClient, RemoteFields } from './random.test.provider'

/** Number of deleted events that Google keeps. Kinday may want to use the ids of some of them again. */
const MAX_DELETED = 30

/** Starts a stub of Google for the random test. */
export async function openGoogle(): Promise<RandomProvider> {
  const { stub, store, connect } = await startAccount({ timeoutMs: 30_000 })
  let writes = 0
  const provider: RandomProvider = {
    kind: 'google',
    connect,
    client: clientOf(store),
    setPageSize(size) {
      stub.pageSize = size
    },
    expireCursors() {
      store.oldestToken = ++store.revision
    },
    forgetDeleted: () => store.forgetDeleted(MAX_DELETED),
    onRequest: () => undefined,
    writes: () => writes,
    violations: () => stub.violations,
    close: () => stub.close(),
  }
  stub.fault = async ({ method }) => {
    const fault = await provider.onRequest()
    if (fault === 'refused') return { status: 503, reason: 'backendError' }
    if (method !== 'GET') writes++
    stub.requests.length = 0
    return fault
  }
  return provider
}

function clientOf(store: CalendarStore): RemoteClient {
  const present = () => [...store.events.values()].flatMap(({ event }) => (isPresent(event) ? event : []))
  const attempt = (edit: () => void) => {
    try {
      edit()
      return true
    } catch (error) {
      if (error instanceof Refused) return false
      throw error
    }
  }
  return {
    objects: () =>
      present().map(
        ({
          id,
          iCalUID,
          summary,
          location,
          description,
          start,
          end,
          recurrence,
          attendees,
          extendedProperties,
        }) => ({
          ...{
            id: id!,
            uid: extendedProperties?.private?.kindayUid ?? iCalUID!,
            ...{ title: summary ?? '', location: location ?? '', description: description ?? '' },
          },
          ...{ span: toSpan(start!, end!), rules: recurrence ?? [] },
          attendees: (attendees ?? []).map(({ email }) => email!),
        }),
      ),
    states: () => new Map(present().map(({ id }) => [id!, stateOf(store, id!)])),
    create: (uid, fields) => attempt(() => store.insert({ ...toBody(fields), iCalUID: uid })),
    change: (id, fields) => attempt(() => store.patch(id, toBody(fields))),
    remove: (id) => attempt(() => store.delete(id)),
    changeOccurrence: (id, occurrence, fields) =>
      attempt(() => store.patch(instanceId(store, id, occurrence), toBody(fields))),
    removeOccurrence: (id, occurrence) => attempt(() => store.delete(instanceId(store, id, occurrence))),
    answer: (id, email, status) =>
      attempt(() => {
        const responseStatus = status === 'needs-action' ? 'needsAction' : status
        const attendees = store.get(id).attendees ?? []
        const answered = (person: GoogleAttendee) => ({
          ...person,
          ...(person.email === email && { responseStatus }),
        })
        store.patch(id, { attendees: attendees.map(answered) })
      }),
  }
}

function isPresent({ status }: GoogleEvent): boolean {
  return status !== 'cancelled'
}

function stateOf(store: CalendarStore, id: string): RemoteState {
  const instances = store.exceptionsOf(id).map((instance) => [instance.id!, instance])
  return { root: store.get(id), instances: Object.fromEntries(instances) }
}

function toSpan(start: NonNullable<GoogleEvent['start']>, end: NonNullable<GoogleEvent['end']>): Span | null {
  if (start.date) return { type: 'all-day', start: start.date, end: end.date! }
  if (start.dateTime!.length !== 19 || !start.timeZone || !end.timeZone) return null
  return {
    ...{ type: 'timed', start: start.dateTime!, startZone: start.timeZone },
    ...{ end: end.dateTime!, endZone: end.timeZone },
  }
}

function toBody({ title, rule, span, attendees, alarms, ...texts }: RemoteFields): GoogleEvent {
  return {
    ...texts,
    ...(title !== undefined && { summary: title }),
    ...(rule !== undefined && { recurrence: [`RRULE:${rule}`] }),
    ...(span && timesOf(span)),
    ...(attendees && { attendees: attendees.map((email) => ({ email, responseStatus: 'needsAction' })) }),
    ...(alarms !== undefined && {
      reminders: {
        useDefault: alarms === null,
        overrides: (alarms ?? []).map((minutes) => ({ method: 'popup', minutes })),
      },
    }),
  }
}

function timesOf(span: Span): Pick<GoogleEvent, 'start' | 'end'> {
  if (span.type === 'all-day')
    return {
      start: { date: span.start, dateTime: null, timeZone: null },
      end: { date: span.end, dateTime: null, timeZone: null },
    }
  const [startZone, endZone] = span.type === 'timed' ? [span.startZone, span.endZone] : ['UTC', 'UTC']
  return {
    start: { date: null, dateTime: span.start, timeZone: startZone },
    end: { date: null, dateTime: span.end, timeZone: endZone },
  }
}

/** Returns the id of an instance: that of its series with the original start, in UTC if it has a time. */
function instanceId(store: CalendarStore, id: string, occurrence: RecurrenceId): string {
  if (!occurrence.includes('T')) return `${id}_${occurrence.replaceAll('-', '')}`
  const { start } = store.get(id)
  const at = new Date(instantAt(wallMs(occurrence), start?.timeZone ?? 'UTC')).toISOString()
  return `${id}_${at.slice(0, 19).replace(/[-:]/g, '')}Z`
}
