import type { CalendarObject } from '@/lib/calendar/event'
import { everyoneIn } from '@/lib/calendar/participant'
import { readAttendee } from '@/lib/calendar/server/ical/fields'
import { fold, formatLine, type Params, parseLine } from '@/lib/calendar/server/ical/line'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { isComponent, nameOf, type TextComponent, type TextLine } from './object-text'

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
  const organizer = content.unknown.find((property) => Array.isArray(property) && property[0] === 'organizer')
  const value = Array.isArray(organizer) ? String(organizer[3] ?? '') : ''
  const email = readAttendee({ name: 'ORGANIZER', params: new Map(), value, line: 1 }).participant.email
  return email !== null && !addresses.includes(email)
}

/**
 * Returns the VEVENTs of an object so that exactly one side invites its attendees (RFC 6638 §7.1): the server, unless
 * SCHEDULE-AGENT tells it that the client does.
 */
export function withScheduleAgent(calendar: TextComponent, isServer: boolean): TextComponent {
  return mapEventLines(calendar, (line) =>
    /^(ATTENDEE|ORGANIZER)$/.test(nameOf(line)) ? withAgent(line, isServer) : line,
  )
}

function withAgent(line: TextLine, isServer: boolean): TextLine {
  const agent = /;SCHEDULE-AGENT=([^;:]*)/i.exec(line.text)?.[1]?.toUpperCase()
  if (isServer ? agent !== 'CLIENT' : agent === 'CLIENT' || agent === 'NONE') return line
  return withParams(line, (params) => {
    const others = withoutNames(params, new Set(['schedule-agent']))
    return isServer ? others : others.set('schedule-agent', ['CLIENT'])
  })
}

function mapEventLines(calendar: TextComponent, map: (line: TextLine) => TextLine): TextComponent {
  const items = calendar.items.map((item) =>
    isComponent(item) && item.name === 'VEVENT'
      ? { ...item, items: item.items.map((inner) => (isComponent(inner) ? inner : map(inner))) }
      : item,
  )
  return { ...calendar, items }
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
