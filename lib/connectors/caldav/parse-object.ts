import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { FileParser } from '@/lib/calendar/server/ical/file-parser'
import type { IcalEvent } from '@/lib/calendar/server/ical/ical-event'
import { parseLine, unescapeText } from '@/lib/calendar/server/ical/line'
import { readRecurrenceId } from '@/lib/calendar/server/ical/read-recurrence'
import { zoneOfTzid } from '@/lib/calendar/server/ical/tzid'
import type { Zone } from '@/lib/calendar/zones/zone'
import {
  componentsOf,
  isComponent,
  linesNamed,
  nameOf,
  parseObject,
  type TextComponent,
  type TextLine,
  toRawComponent,
} from './object-text'
import { withoutScheduling } from './scheduling'

/** An object: its text, and the event that it contains. */
export interface ParsedObject {
  calendar: TextComponent
  event: IcalEvent
  /** The VEVENT of the event or series; null if the object consists of several instances without their series. */
  master: TextComponent | null
  /** The VEVENTs of changed instances. */
  instances: { id: RecurrenceId; component: TextComponent }[]
  /** Whether an instance changes all following ones (RANGE=THISANDFUTURE), which Kinday cannot write. */
  hasRange: boolean
}

/**
 * Parses the text of an object.
 * @param zone the zone of the calendar, which applies to times with an unknown zone
 * @throws Error if it contains no readable event
 */
export function parseCaldavObject(text: string, zone: Zone): ParsedObject {
  const calendar = parseObject(text)
  const components = componentsOf(calendar, 'VEVENT')
  const uid = components.map(uidOf).find(Boolean)
  // RFC 4791 §4.1: all components of an object have the same UID.
  const events = components.filter((component) => uidOf(component) === uid)
  const parser = new FileParser({ zone })
  for (const component of componentsOf(calendar, 'VTIMEZONE'))
    if (!isNamedZone(component)) parser.add(toRawComponent(component))
  for (const component of events) parser.add(toRawComponent(toContentComponent(component)))
  const [event] = parser.finishNow().events
  if (!event) throw new Error('no readable event')
  const masters = events.filter((component) => !recurrenceIdLine(component))
  const isSingle = event.instances !== null && events.length === 1
  const master = (isSingle ? events[0] : masters[0]) ?? null
  const instances = events.flatMap((component) => {
    const line = recurrenceIdLine(component)
    const parsed = line && component !== master && parseLine(withoutRange(line).text, 1)
    const id = parsed && readRecurrenceId(parsed, event.content.span, parser.context!)
    return id ? [{ id, component }] : []
  })
  const hasRange = events.some((component) => /;RANGE=/i.test(recurrenceIdLine(component)?.text ?? ''))
  return { calendar, event, master, instances, hasRange }
}

/**
 * Returns whether a VTIMEZONE has the name of a zone of the tz database. Servers replace such VTIMEZONEs by their own,
 * which may cover a few years only.
 */
function isNamedZone(component: TextComponent): boolean {
  const tzid = linesNamed(component, 'TZID')[0]?.text.replace(/^TZID[^:]*:/i, '')
  return tzid !== undefined && zoneOfTzid(tzid) === tzid
}

/** Returns the UID of an object; undefined if it is not readable. */
export function uidIn(text: string): string | undefined {
  try {
    return componentsOf(parseObject(text), 'VEVENT').map(uidOf).find(Boolean)
  } catch {
    return
  }
}

function uidOf(component: TextComponent): string {
  const [line] = linesNamed(component, 'UID')
  return unescapeText((line && parseLine(line.text, 1)?.value) ?? '').trim()
}

function recurrenceIdLine(component: TextComponent): TextLine | undefined {
  return linesNamed(component, 'RECURRENCE-ID')[0]
}

/** Returns a VEVENT without alarms, which are the user's own, and without the server's reports about deliveries. */
function toContentComponent(component: TextComponent): TextComponent {
  const hasEnd = linesNamed(component, 'DTEND').length + linesNamed(component, 'DURATION').length > 0
  const items = component.items.flatMap((item): TextComponent['items'] => {
    if (isComponent(item)) return item.name === 'VALARM' ? [] : [item]
    switch (nameOf(item)) {
      // A reminder that got a duration is an event.
      case 'X-KINDAY-KIND':
        return hasEnd && /:reminder$/i.test(item.text) ? [] : [item]
      case 'RECURRENCE-ID':
        return [withoutRange(item)]
      case 'ATTENDEE':
      case 'ORGANIZER':
        return [withoutScheduling(item)]
      default:
        return [item]
    }
  })
  return { ...component, items }
}

function withoutRange(line: TextLine): TextLine {
  return { ...line, text: line.text.replace(/;RANGE=[^;:]*/i, '') }
}
