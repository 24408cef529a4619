import { decodeUri } from '@/lib/calendar/decode-uri'
import { paletteColor } from '@/lib/calendar/server/ical/colors'
import { zoneOfTzid } from '@/lib/calendar/server/ical/tzid'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { toSingleLine } from '@/lib/calendar/text'
import type { Zone } from '@/lib/calendar/zones/zone'
import { UnexpectedResponse } from '../connector'
import { findAccount } from './discovery'
import { type DavRow, resolveHref } from './multistatus'
import { withoutPartition } from './partitions'
import { pathOf } from './paths'
import type { DavRequests } from './requests'
import { childText, type XmlElement } from './xml'

const PROPERTIES = [
  'd:resourcetype',
  'd:displayname',
  'd:owner',
  'd:current-user-privilege-set',
  'c:supported-calendar-component-set',
  'c:calendar-timezone',
  'c:calendar-timezone-id',
  'c:schedule-default-calendar-URL',
  'a:calendar-color',
  'a:calendar-order',
]

/** Resource types of collections that are no calendars of events, although some also have the type of a calendar. */
const OTHER_TYPES =
  /^(c:schedule-(inbox|outbox)|cs:(notification|subscribed|dropbox-home)|\?:deleted-calendar)$/

/** Lists the calendars of events of an account, in the order that its user has chosen. */
export async function listCalendars(requests: DavRequests, signal: AbortSignal): Promise<RemoteCalendar[]> {
  const { homes, principal, emails } = await findAccount(requests, signal)
  const found = new Map<string, { calendar: RemoteCalendar; order: number }>()
  let primary: string | undefined
  for (const home of homes) {
    const { rows } = await requests.propfind(home, 1, PROPERTIES, signal)
    // Otherwise an empty response would end the syncs of all calendars.
    if (!rows.some(({ status }) => status < 300)) throw new UnexpectedResponse('no collection')
    for (const row of rows) {
      const href = childText(row.properties.get('c:schedule-default-calendar-URL'), 'd:href')
      if (href) primary = withoutPartition(resolveHref(href, row.url))
      if (!isEventCalendar(row)) continue
      const calendar = toCalendar(row, principal)
      const order = Number(textOf(row, 'a:calendar-order')) || 0
      if (calendar) found.set(calendar.id, { calendar, order })
    }
  }
  return [...found.values()]
    .sort((a, b) => a.order - b.order || (a.calendar.name < b.calendar.name ? -1 : 1))
    .map(({ calendar }) => ({
      ...calendar,
      isPrimary: calendar.id === primary,
      ...(emails.length && { addresses: emails }),
    }))
}

/** Returns the zone that applies to times with an unknown zone. */
export function zoneOf({ zone }: RemoteCalendar): Zone {
  return zone ?? 'UTC'
}

function isEventCalendar({ status, properties }: DavRow): boolean {
  const types = (properties.get('d:resourcetype')?.children ?? []).map(({ name }) => name)
  if (status >= 300 || !types.includes('c:calendar') || types.some((name) => OTHER_TYPES.test(name)))
    return false
  const supported = properties.get('c:supported-calendar-component-set')
  const components = (supported?.children ?? []).filter(({ name }) => name === 'c:comp')
  // A calendar without the property accepts all components (RFC 4791 §5.2.3).
  return (
    !components.length || components.some(({ attributes }) => attributes.name?.toUpperCase() === 'VEVENT')
  )
}

function toCalendar(row: DavRow, principal: string | null): RemoteCalendar | null {
  const { url, properties } = row
  const access = accessOf(properties.get('d:current-user-privilege-set'))
  if (!access) return null
  const color = textOf(row, 'a:calendar-color')
  const owner = childText(properties.get('d:owner'), 'd:href')
  const segment = decodeUri(url.replace(/\/$/, '').split('/').at(-1)!)
  return {
    id: withoutPartition(url),
    name: toSingleLine(textOf(row, 'd:displayname')) || segment,
    zone: zoneOfCalendar(row),
    color: color ? paletteColor(color) : null,
    access,
    isPrimary: false,
    ...(owner && principal && { isOwned: pathOf(resolveHref(owner, url)) === pathOf(principal) }),
  }
}

/** Returns the access of the account (RFC 3744 §5.4); null if it has none. A server without privileges grants all. */
function accessOf(privileges: XmlElement | undefined): RemoteCalendar['access'] | null {
  if (!privileges) return 'write'
  const names = new Set(
    privileges.children
      .filter(({ name }) => name === 'd:privilege')
      .flatMap(({ children }) => children.map(({ name }) => name)),
  )
  const has = (...alternatives: string[]) => alternatives.some((name) => names.has(name))
  if (has('d:all', 'd:write') || (has('d:write-content') && has('d:bind'))) return 'write'
  if (has('d:read')) return 'read'
  return has('c:read-free-busy') ? 'busy' : null
}

/** Returns the zone of a calendar by its id (RFC 7809 §5.2), or by the name in its VTIMEZONE. */
function zoneOfCalendar(row: DavRow): Zone | null {
  const id = textOf(row, 'c:calendar-timezone-id')
  const text = textOf(row, 'c:calendar-timezone').replace(/\r?\n[ \t]/g, '')
  const named = /^(?:TZID|X-LIC-LOCATION)(?:;[^:\r\n]*)?:(.+)$/im.exec(text)?.[1]
  return (id && zoneOfTzid(id)) || (named && zoneOfTzid(named)) || null
}

function textOf({ properties }: DavRow, name: string): string {
  return properties.get(name)?.text.trim() ?? ''
}
