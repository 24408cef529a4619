import type { GraphEvent } from '@/lib/connectors/microsoft/event'
import type { StubRequest } from '../stub-request'
import { listedEvents } from './list'
import type { MicrosoftStub, StubCalendar } from './server'
import { type EventStore, Refused, type StoredEvent } from './store'

const CALENDARS = /^\/v1\.0\/me\/calendars(?:\/([^/]+))?(?:\/(.+))?$/
const SUBSCRIPTIONS = /^\/v1\.0\/subscriptions(?:\/([^/]+))?$/

/** Returns the answer to a request of an account; undefined if it has no content. */
export function route(stub: MicrosoftStub, request: StubRequest): unknown {
  const { method, path, body } = request
  if (path === '/v1.0/me/mailboxSettings') {
    if (!stub.canReadSettings) throw new Refused(403, 'ErrorAccessDenied')
    return { timeZone: stub.timeZone }
  }
  if (path === '/v1.0/me/outlook/masterCategories') {
    if (!stub.canReadSettings) throw new Refused(403, 'ErrorAccessDenied')
    return { value: Object.entries(stub.categories).map(([displayName, color]) => ({ displayName, color })) }
  }
  const subscription = SUBSCRIPTIONS.exec(path)
  if (subscription) return stub.subscriptions.route(method, subscription[1], body as object)
  const [, encoded, rest] = CALENDARS.exec(path) ?? []
  if (encoded === undefined) return listCalendars(stub, request)
  const id = decodeURIComponent(encoded)
  const calendar = stub.calendars.get(id)
  if (!calendar) throw new Refused(404, 'ErrorItemNotFound')
  if (rest === undefined) return resourceOf(id, calendar)
  return routeEvents(stub, calendar, request, rest)
}

function listCalendars({ calendars, lists, url }: MicrosoftStub, { path, query }: StubRequest) {
  const link = new URL(path, url).href
  const token = query.get('$skiptoken')
  if (token) return lists.continued(token, link)
  return lists.page(
    [...calendars].map(([id, calendar]) => resourceOf(id, calendar)),
    link,
  )
}

function resourceOf(id: string, { name, color, canEdit, isDefault, store }: StubCalendar) {
  return {
    ...{ id, name, color, hexColor: '', canEdit, isDefaultCalendar: isDefault, canShare: isDefault },
    owner: { name: 'Owner', address: store.owner },
  }
}

function routeEvents(
  { calendars, lists, url, settings, violations }: MicrosoftStub,
  { store: own, canEdit }: StubCalendar,
  { method, path, query, headers, body }: StubRequest,
  rest: string,
): unknown {
  const link = new URL(path, url).href
  const token = query.get('$skiptoken')
  if (token) return lists.continued(token, link)
  if (rest === 'calendarView/delta') return lists.round(own, query, link)
  const [, encoded, action] = /^events(?:\/([^/]+))?(?:\/(.+))?$/.exec(rest) ?? []
  if (method !== 'GET' && !canEdit) throw new Refused(403, 'ErrorAccessDenied')
  const etag = headers['if-match']
  if (encoded === undefined)
    return method === 'POST'
      ? inContext(withoutProperties(own.insert(body as GraphEvent)))
      : lists.page(listEvents(listedEvents(own, settings), own, query), link)
  const id = decodeURIComponent(encoded)
  // Graph finds an event by its id, whatever calendar the path names.
  const all = [...calendars]
  const [calendarId, { store }] = all.find(([, calendar]) => calendar.store.has(id)) ?? [null, { store: own }]
  if (action === 'calendar' && calendarId) return { id: calendarId }
  if (action === 'instances') {
    const [from, to] = ['startDateTime', 'endDateTime'].map((name) => Date.parse(query.get(name) ?? ''))
    if (!(to! > from!)) throw new Refused(400, 'ErrorInvalidParameter')
    if (to! - from! > 1825 * 86_400_000) throw new Refused(400, 'ErrorCalendarViewRangeTooBig')
    const { stored } = store.find(id)
    const rows = store.instances(stored, from!, to!).map((event) => selected(event, query))
    return lists.page(settings.lacksOriginalStarts ? rows.map(withoutOriginalStart) : rows, link)
  }
  if (action) return store.answer(id, ANSWERS[action]!, Boolean(Object(body).sendResponse))
  if (method === 'GET') return inContext(selected(store.get(id), query), query.get('$expand'))
  // The first write of an occurrence changes the version that the client knows.
  if (etag === undefined && store.events.has(id)) violations.push(`${method} without If-Match`)
  if (method === 'PATCH') return inContext(withoutProperties(store.patch(id, body as GraphEvent, etag)))
  return store.remove(id, etag)
}

const ANSWERS: Record<string, string> = {
  accept: 'accepted',
  tentativelyAccept: 'tentativelyAccepted',
  decline: 'declined',
}

function listEvents(listed: StoredEvent[], store: EventStore, query: URLSearchParams): GraphEvent[] {
  const filter = query.get('$filter')
  const events = listed.map((stored) => store.master(stored))
  return events.filter(filter ? filterOf(filter) : () => true).map((event) => selected(event, query))
}

/** Parses the filters that Graph accepts. It does not filter by `transactionId`. */
function filterOf(filter: string): (event: GraphEvent) => boolean {
  const since = /^lastModifiedDateTime ge (\S+)$/.exec(filter)?.[1]
  if (since) return ({ lastModifiedDateTime }) => lastModifiedDateTime! >= since
  const [, id, value] =
    /^singleValueExtendedProperties\/any\(ep: ep\/id eq '([^']+)' and ep\/value eq '([^']+)'\)$/.exec(
      filter,
    ) ?? []
  if (!id) throw new Refused(400, 'ErrorInvalidProperty')
  return ({ singleValueExtendedProperties: all }) =>
    all?.some((property) => property.id === id && property.value === value) ?? false
}

/** Applies `$select` and `$expand`: properties of programs are only returned if they are asked for. */
function selected(event: GraphEvent, query: URLSearchParams): GraphEvent {
  const names = query.get('$select')?.split(',')
  const { singleValueExtendedProperties: all, ...fields } = event
  const kept = names
    ? Object.entries(fields).filter(([name]) => [...names, 'id', '@odata.etag'].includes(name))
    : null
  const expanded = query.get('$expand') ?? ''
  const properties = all?.filter(({ id }) => expanded.includes(`id eq '${id}'`))
  return {
    ...(kept ? Object.fromEntries(kept) : fields),
    ...(properties?.length && { singleValueExtendedProperties: properties }),
  }
}

function withoutProperties({ singleValueExtendedProperties: _, ...event }: GraphEvent): GraphEvent {
  return event
}

/** Adds the annotation of single resources, which names what was asked for. */
function inContext(event: GraphEvent, expand: string | null = null): GraphEvent {
  const properties = expand ? '(singleValueExtendedProperties())' : ''
  const context = `https://graph.microsoft.com/v1.0/$metadata#users('me')/calendars('c')/events${properties}/$entity`
  return { '@odata.context': context, ...event } as GraphEvent
}

function withoutOriginalStart({ originalStart: _, ...event }: GraphEvent): GraphEvent {
  return event
}
