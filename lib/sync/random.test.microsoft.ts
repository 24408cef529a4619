import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { normalizeRule } from '@/lib/calendar/server/incoming/normalize'
import type { Span } from '@/lib/calendar/span'
import type { GraphEvent } from '@/lib/connectors/microsoft/event'
import { signal, startAccount } from '@/lib/connectors/microsoft/microsoft.test.account'
import { fromRecurrence, toRecurrence } from '@/lib/connectors/microsoft/recurrence'
import { fromSpan, toSpan } from '@/lib/connectors/microsoft/times'
import { type EventStore, Refused, type StoredEvent } from '@/test/servers/microsoft-graph/store'
import type { RandomProvider, RemoteClient, RemoteFields } from './random.test.provider'

/** Starts a stub of Microsoft Graph for the random test. */
export async function openMicrosoft(): Promise<RandomProvider> {
  const { stub, store, connect } = await startAccount({ timeoutMs: 30_000 })
  const observer = connect()
  let isObserving = false
  let writes = 0
  const provider: RandomProvider = {
    kind: 'microsoft',
    connect,
    client: {
      ...clientOf(store),
      async states() {
        isObserving = true
        const [calendar] = await observer.listCalendars(signal)
        const ids = [...store.events.keys()]
        const states = await Promise.all(
          ids.map(async (id) => [id, await observer.read(calendar!, id, signal)] as const),
        )
        isObserving = false
        return new Map(states.map(([id, state]) => [id, state!]))
      },
    },
    setPageSize(size) {
      stub.settings.pageSize = size
    },
    expireCursors() {
      stub.lists.oldestRevision = ++store.revision
    },
    forgetDeleted() {
      store.removed.clear()
      stub.lists.end()
    },
    onRequest: () => undefined,
    writes: () => writes,
    violations: () => stub.violations,
    close: () => stub.close(),
  }
  stub.fault = async ({ method }) => {
    stub.requests.length = 0
    if (isObserving) return undefined
    const fault = await provider.onRequest()
    if (fault === 'refused') return { status: 503, code: 'ServiceNotAvailable' }
    if (method !== 'GET') writes++
    return fault
  }
  return provider
}

function clientOf(store: EventStore): Omit<RemoteClient, 'states'> {
  const attempt = (edit: () => unknown) => {
    try {
      return edit() !== false
    } catch (error) {
      if (error instanceof Refused) return false
      throw error
    }
  }
  return {
    objects: () =>
      [...store.events.values()].map((stored) => {
        const {
          id,
          iCalUId,
          subject,
          location,
          attendees,
          recurrence,
          singleValueExtendedProperties: own,
          body,
        } = {
          ...stored.fields,
          ...stored,
        } as GraphEvent
        const fields = own?.find(({ id }) => id.endsWith('KindayFields'))
        const uid = (fields && JSON.parse(fields.value).uid) ?? iCalUId
        return {
          ...{ title: subject ?? '', location: location?.displayName ?? '' },
          ...{ id: id!, uid, description: body?.content ?? '', span: spanOf(store, stored) },
          ...{
            rules: recurrence ? toRecurrence(recurrence, spanOf(store, stored))!.rules : [],
            attendees: (attendees ?? []).map(({ emailAddress }) => emailAddress!.address!),
          },
        }
      }),
    create: (uid, fields) =>
      attempt(() => {
        const body = toBody(fields, fields.span!, fields.rule)
        if (!body) return false
        const { id } = store.insert(body)
        store.events.get(id!)!.fields.iCalUId = uid
      }),
    change: (id, fields) =>
      attempt(() => {
        const stored = store.events.get(id)!
        const { recurrence } = stored.fields
        const span = spanOf(store, stored)
        const rule = fields.rule ?? (recurrence && toRecurrence(recurrence, span)!.rules[0])
        const body = fields.span || fields.rule ? toBody(fields, fields.span ?? span, rule) : toBody(fields)
        if (!body) return false
        store.patch(id, body)
      }),
    remove: (id) => attempt(() => store.remove(id)),
    changeOccurrence: (id, occurrence, fields) =>
      attempt(() => store.patch(instanceId(store, id, occurrence), toBody(fields)!)),
    removeOccurrence: (id, occurrence) => attempt(() => store.remove(instanceId(store, id, occurrence))),
    answer: (id, email, status) =>
      attempt(() => {
        const stored = store.events.get(id)!
        const response = status === 'tentative' ? 'tentativelyAccepted' : status
        const attendees = stored.fields.attendees!.map((entry) =>
          entry.emailAddress!.address === email ? { ...entry, status: { response } } : entry,
        )
        stored.fields = { ...stored.fields, attendees }
        store.touch(stored)
      }),
  }
}

function spanOf(store: EventStore, stored: StoredEvent): Span {
  return toSpan(store.master(stored), 'Europe/Berlin')!
}

/** Returns the id of an occurrence. Outlook keeps one per day. @throws Refused if it does not exist */
function instanceId(store: EventStore, id: string, occurrence: RecurrenceId): string {
  const stored = store.events.get(id)!
  const day = occurrence.slice(0, 10)
  if (!store.days(stored).includes(day)) throw new Refused(404, 'ErrorItemNotFound')
  return store.occurrenceId(stored, day)
}

/** Returns the fields in Graph's form; null if Outlook has no such series. Its organizer is not among the attendees. */
function toBody(fields: RemoteFields, span?: Span, rule?: string | null): GraphEvent | null {
  const { title, location, description, attendees, alarms } = fields
  const times = span && fromSpan(span, 'Europe/Berlin', Boolean(rule)).body
  const recurrence =
    span && rule
      ? fromRecurrence(
          { rules: [normalizeRule(rule, span)], dates: [], exclusions: [] },
          span,
          times!.start.timeZone!,
        )
      : undefined
  if (recurrence === null) return null
  return {
    ...(title !== undefined && { subject: title }),
    ...(location !== undefined && { location: { displayName: location } }),
    ...(description !== undefined && { body: { contentType: 'text', content: description } }),
    ...times,
    ...(recurrence && { recurrence }),
    ...(attendees && {
      attendees: attendees
        .filter((address) => address.startsWith('guest'))
        .map((address) => ({ type: 'required', emailAddress: { address } })),
    }),
    ...(alarms !== undefined && {
      isReminderOn: alarms === null || alarms.length > 0,
      reminderMinutesBeforeStart: alarms?.[0] ?? 15,
    }),
  }
}
