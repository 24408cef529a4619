import type { CalendarObject } from '@/lib/calendar/event'
import { everyoneIn } from '@/lib/calendar/participant'
import { readAttendee } from '@/lib/calendar/server/ical/fields'
import { fold, formatLine, type Params, parseLine } from '@/lib/calendar/server/ical/line'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import {
  componentsOf,
  isComponent,
  linesNamed,
  nameOf,
  type TextComponent,
  type TextLine,
} from './object-text'
import type { CaldavAccess } from './requests'

/** Parameters about the delivery of invitations, which are no content (RFC 6638 §7). */
const SCHEDULING = new Set(['schedule-agent', 'schedule-status', 'schedule-force-send'])

/** Returns an ATTENDEE or ORGANIZER without the parameters about the delivery of invitations. */
export function withoutScheduling(line: TextLine): TextLine {
  return /;SCHEDULE-/i.test(line.text) ? withParams(line, (params) => withoutNames(params, SCHEDULING)) : line
}

/**
 * Returns whether another account organizes an event, so that this one can only answer. If the server does not name the
 * addresses of the account, the account counts as the organizer.
 */
export function isOrganizedElsewhere(content: CalendarObject, { addresses }: RemoteCalendar): boolean {
  if (!addresses?.length || !everyoneIn(content).length) return false
  const email = emailOf(content.unknown.find(isOrganizer))
  return email !== null && !addresses.includes(email)
}

/**
 * Returns the addresses of an account in invitations. If the server names none, it is the user name or that of the user in
 * Kinday, since attendees need an organizer (RFC 5545 §3.8.4.3).
 */
export function ownAddresses(
  { username, email }: CaldavAccess,
  { addresses }: RemoteCalendar,
): readonly string[] {
  if (addresses?.length) return addresses
  const own = [username, email].find((name) => name && /^[^\s:@]+@[^\s:@]+$/.test(name))
  return own ? [own.toLowerCase()] : []
}

/**
 * Returns content without organizers that stand for the account: servers write them in a form of their own, such as the
 * path of the principal.
 */
export function withoutOwnOrganizer(content: CalendarObject, addresses: readonly string[]): CalendarObject {
  const isForeign = (property: unknown) => {
    const email = isOrganizer(property) ? emailOf(property) : ''
    return email === '' || (email !== null && !addresses.includes(email))
  }
  const overrides = Object.entries(content.overrides).map(([id, override]) => [
    id,
    override.unknown ? { ...override, unknown: override.unknown.filter(isForeign) } : override,
  ])
  return {
    ...content,
    unknown: content.unknown.filter(isForeign),
    overrides: Object.fromEntries(overrides),
  }
}

function isOrganizer(property: unknown): boolean {
  return Array.isArray(property) && String(property[0]).toLowerCase() === 'organizer'
}

/** Returns the address of an organizer; null if it has no e-mail address, such as the path of a principal. */
function emailOf(organizer: unknown): string | null {
  const [, params, , value] = Array.isArray(organizer) ? organizer : []
  const email = (params as { email?: unknown } | undefined)?.email
  const line = { name: 'ORGANIZER', params: new Map(typeof email === 'string' ? [['email', [email]]] : []) }
  return readAttendee({ ...line, value: String(value ?? ''), line: 1 }).participant.email
}

/**
 * Returns the VEVENTs of an object so that exactly one side invites its attendees (RFC 6638 §7.1): the server, unless
 * SCHEDULE-AGENT tells it that the client does. If another program has created the object and invites by itself, it
 * continues to.
 */
export function withScheduleAgent(calendar: TextComponent, isServer: boolean): TextComponent {
  if (isServer && !linesNamed(calendar, 'PRODID').some(({ text }) => text.includes('//Kinday//')))
    return calendar
  return mapEvents(calendar, (event) =>
    mapLines(event, (line) => (isPerson(line) ? withAgent(line, isServer) : line)),
  )
}

/**
 * Returns the VEVENTs of an object with an organizer, if they have attendees: servers ignore or remove attendees
 * without one (RFC 6638 §3.1). An object that has an organizer keeps it.
 */
export function withOrganizer(calendar: TextComponent, address: string): TextComponent {
  if (componentsOf(calendar, 'VEVENT').some((event) => linesNamed(event, 'ORGANIZER').length)) return calendar
  return mapEvents(calendar, (event) => {
    const at = event.items.findIndex((item) => !isComponent(item) && nameOf(item) === 'ATTENDEE')
    if (at < 0) return event
    return { ...event, items: event.items.toSpliced(at, 0, textLine(`ORGANIZER:mailto:${address}`)) }
  })
}

/** Returns whether a version of an object has attendees that the one before has not. */
export function hasNewAttendees(before: TextComponent, after: TextComponent): boolean {
  const addressesIn = (calendar: TextComponent) =>
    componentsOf(calendar, 'VEVENT')
      .flatMap((event) => linesNamed(event, 'ATTENDEE'))
      .map(({ text }) => parseLine(text, 1)?.value.toLowerCase())
  const known = new Set(addressesIn(before))
  return addressesIn(after).some((address) => !known.has(address))
}

function isPerson(line: TextLine): boolean {
  return /^(ATTENDEE|ORGANIZER)$/.test(nameOf(line))
}

function withAgent(line: TextLine, isServer: boolean): TextLine {
  const agent = /;SCHEDULE-AGENT=([^;:]*)/i.exec(line.text)?.[1]?.toUpperCase()
  if (isServer ? agent !== 'CLIENT' : agent === 'CLIENT' || agent === 'NONE') return line
  return withParams(line, (params) => {
    const others = withoutNames(params, new Set(['schedule-agent']))
    return isServer ? others : others.set('schedule-agent', ['CLIENT'])
  })
}

/** Returns an object with other VEVENTs. */
export function mapEvents(
  calendar: TextComponent,
  map: (event: TextComponent) => TextComponent,
): TextComponent {
  const items = calendar.items.map((item) => (isComponent(item) && item.name === 'VEVENT' ? map(item) : item))
  return { ...calendar, items }
}

function mapLines(event: TextComponent, map: (line: TextLine) => TextLine): TextComponent {
  return { ...event, items: event.items.map((item) => (isComponent(item) ? item : map(item))) }
}

/** Returns a line with other parameters. A line that cannot be parsed stays as it is. */
export function withParams(
  line: TextLine,
  change: (params: Map<string, readonly string[]>) => Params,
): TextLine {
  const parsed = parseLine(line.text, 1)
  return parsed ? textLine(formatLine(parsed.name, change(new Map(parsed.params)), parsed.value)) : line
}

/** Returns a line as it is stored. */
export function textLine(text: string): TextLine {
  return { text, raw: fold(text) }
}

function withoutNames(params: Params, names: ReadonlySet<string>): Map<string, readonly string[]> {
  return new Map([...params].filter(([name]) => !names.has(name)))
}
