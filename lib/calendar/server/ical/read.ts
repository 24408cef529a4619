import type { WallMs } from '@/lib/calendar/day'
import { toSingleLine } from '@/lib/calendar/text'
import type { Zone } from '@/lib/calendar/zones/zone'
import { AppError } from '@/lib/errors'
import { paletteColor } from './colors'
import { note, type RawComponent, readComponents } from './components'
import { eventsOf, hashOf, uidOf } from './events'
import type { IcalEvent, IcalNote } from './ical-event'
import { param, parseLine, unescapeText } from './line'
import { readTime } from './moments'
import { readTimezone, type Timezone } from './observances'
import { type ParsedComponent, readPart } from './parts'
import { startLine } from './when'
import { fileZones, zoneOfTzid } from './zones'

/** What an iCalendar file says. `zone`: what it calls its own; `color`: the palette's nearest. */
export interface IcalFile {
  name: string | null
  color: string | null
  zone: Zone | null
  method: string | null
  events: IcalEvent[]
  notes: IcalNote[]
}

const MAX_EVENTS = 50_000
/** Components of one event, on average; more are surely no calendar's. */
const PARTS_PER_EVENT = 4
/** More notes nobody reads; so many of each kind, lest one kind hides the others. */
const MAX_NOTES = 2000
const MAX_TIMEZONES = 1000
const MAX_STARTS = 2000
const MAX_CALENDARS = 1000
/** Series that are changed from an instance on: hardly any program writes such. */
const MAX_SPLITS = 500
/** Others have their turn after so many events. */
const EVENTS_PER_TURN = 100

/**
 * Reads an iCalendar file (RFC 5545), or several one after the other, without loss: what Kinday has no field for is kept
 * in `unknown`, and what was read otherwise than written is noted, at most {@link MAX_NOTES} times for each reason.
 * Lets others work in between.
 *
 * @param reading `zone`: the reader's own, preferred among zones that say the same and used where a file names one that
 *   nobody knows. `maxEvents`: what is beyond is noted as `too_many`. `onProgress`: components and octets read so far.
 * @throws AppError INVALID should a file break the reading, which no file is known to do
 */
export async function readIcal(
  bytes: AsyncIterable<Uint8Array>,
  reading: { zone: Zone; maxEvents?: number; onProgress?: (events: number, bytes: number) => void },
): Promise<IcalFile> {
  const file = new Reading(reading)
  try {
    for await (const found of readComponents(counted(bytes, file))) {
      if ('code' in found) file.note(found)
      else file.take(found)
    }
    return await file.end()
  } catch (error) {
    if (error instanceof AppError || file.failing) throw error
    throw new AppError('INVALID', { data: error instanceof Error ? error.message : undefined })
  }
}

/** The same bytes, counted. What fails in getting them is not the file's fault and is thrown as it is. */
async function* counted(bytes: AsyncIterable<Uint8Array>, file: Reading): AsyncGenerator<Uint8Array> {
  file.failing = true
  for await (const chunk of bytes) {
    file.failing = false
    file.octets += chunk.length
    yield chunk
    file.failing = true
  }
  file.failing = false
}

/** Properties of the VCALENDAR that a component stands in. */
interface CalendarProperties {
  method: string | null
  zone: Zone | null
}

/** Components of one UID. */
interface Group {
  parts: ParsedComponent[]
  calendar: CalendarProperties
}

/** Answers to invitations and questions about them change no event of a file. */
const UNSUPPORTED_METHODS = new Set(['REPLY', 'REFRESH', 'COUNTER', 'DECLINECOUNTER'])

class Reading {
  octets = 0
  failing = false
  private readonly file: IcalFile = {
    name: null,
    color: null,
    zone: null,
    method: null,
    events: [],
    notes: [],
  }
  private readonly groups = new Map<string, Group>()
  /** How often a UID was made up for a component without one: each is an event of its own. */
  private readonly unnamed = new Map<string, number>()
  private readonly calendars = new Map<number, CalendarProperties>()
  private readonly timezones = new Map<string, Timezone>()
  private readonly starts = new Map<string, WallMs[]>()
  private readonly noted = new Map<string, number>()
  private parts = 0
  private readonly most: number

  constructor(
    private readonly reading: {
      zone: Zone
      maxEvents?: number
      onProgress?: (events: number, bytes: number) => void
    },
  ) {
    this.most = reading.maxEvents ?? MAX_EVENTS
  }

  readonly note = (found: IcalNote): void => {
    const count = this.noted.get(found.code) ?? 0
    this.noted.set(found.code, count + 1)
    if (count < MAX_NOTES) this.file.notes.push(found)
  }

  take(component: RawComponent): void {
    switch (component.name) {
      case 'VCALENDAR':
        this.takeProperty(component)
        break
      case 'VTIMEZONE': {
        const timezone = readTimezone(component.lines)
        if (!timezone) this.note(note(component.line, 'component_unreadable', component.name))
        else if (this.timezones.size < MAX_TIMEZONES) this.timezones.set(timezone.id, timezone)
        break
      }
      case 'VEVENT':
      case 'VTODO':
        // Beyond the limit components are not even read: a file may have millions.
        if (this.parts >= this.most * PARTS_PER_EVENT) this.leaveOut(component.line, component.name)
        else this.takePart(readPart(component, this.note), this.calendarOf(component.calendar))
        break
      default:
        this.note(note(component.line, 'unsupported_component', component.name))
    }
  }

  async end(): Promise<IcalFile> {
    const { file, reading } = this
    const zones = fileZones(this.timezones, this.starts, reading.zone, this.note)
    const clocks = { zones, reader: reading.zone, notes: this.note, splits: { left: MAX_SPLITS } }
    let count = 0
    for (const [uid, { parts, calendar }] of this.groups) {
      const { method, zone } = calendar
      if (UNSUPPORTED_METHODS.has(method ?? '')) {
        this.note(note(parts[0]!.line, 'method_unsupported', parts[0]!.fields.title || uid))
      } else {
        const own = zone ? { ...clocks, zones: { ...zones, floating: zone } } : clocks
        const published = method === 'PUBLISH'
        file.events.push(...eventsOf(uid, parts, own, method).map((event) => ({ ...event, published })))
      }
      // Frees the components, which are no longer needed.
      this.groups.delete(uid)
      if (++count % EVENTS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    file.notes.sort((a, b) => a.line - b.line)
    reading.onProgress?.(this.parts, this.octets)
    return file
  }

  private takePart(part: ParsedComponent, calendar: CalendarProperties): void {
    const uid = this.uidOf(part)
    const group = this.groups.get(uid)
    if (!group && this.groups.size >= this.most) {
      this.leaveOut(part.line, part.fields.title)
      return
    }
    if (group) group.parts.push(part)
    else this.groups.set(uid, { parts: [part], calendar })
    this.takeStart(part)
    if (++this.parts % EVENTS_PER_TURN === 0) this.reading.onProgress?.(this.parts, this.octets)
  }

  private leaveOut(line: number, subject: string): void {
    if (!this.noted.has('too_many')) this.note(note(line, 'too_many', subject))
  }

  private calendarOf(number: number): CalendarProperties {
    const known = this.calendars.get(number)
    if (known) return known
    const calendar = { method: null, zone: null }
    // Groups keep the calendars that they stand in.
    if (this.calendars.size >= MAX_CALENDARS) this.calendars.clear()
    this.calendars.set(number, calendar)
    return calendar
  }

  /** Components without a UID are events of their own, also at the same time and with the same title. */
  private uidOf(part: ParsedComponent): string {
    const uid = uidOf(part)
    if (part.uid) return uid
    const count = (this.unnamed.get(uid) ?? 0) + 1
    this.unnamed.set(uid, count)
    return count > 1 ? hashOf(`${uid} ${count}`) : uid
  }

  /** Zones are told apart at the times that the file uses. */
  private takeStart(part: ParsedComponent): void {
    const line = startLine(part)
    const tzid = line && param(line, 'tzid')
    if (!tzid) return
    const starts = this.starts.get(tzid) ?? []
    this.starts.set(tzid, starts)
    const moment = readTime(line.value, line, { read: () => ({ zone: 'UTC', convert: null }) })
    if (moment && starts.length < MAX_STARTS) starts.push(moment.wall)
  }

  /** The first of several calendars gives its name to all. NAME and COLOR are RFC 7986's, and go before the others. */
  private takeProperty({ lines, calendar: number }: RawComponent): void {
    const { file } = this
    const calendar = this.calendarOf(number)
    const line = lines[0] && parseLine(lines[0].text, lines[0].line)
    if (!line) return
    const text = toSingleLine(unescapeText(line.value))
    if (line.name === 'NAME' || line.name === 'X-WR-CALNAME') file.name ??= text.slice(0, 500) || null
    else if (line.name === 'COLOR' || line.name === 'X-APPLE-CALENDAR-COLOR')
      file.color ??= paletteColor(text)
    else if (line.name === 'X-WR-TIMEZONE') {
      calendar.zone ??= zoneOfTzid(text)
      file.zone ??= calendar.zone
    } else if (line.name === 'METHOD') {
      calendar.method ??= text.slice(0, 50).toUpperCase() || null
      file.method ??= calendar.method
    }
  }
}
