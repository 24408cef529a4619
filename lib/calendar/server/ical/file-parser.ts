import type { WallMs } from '@/lib/calendar/day'
import type { Zone } from '@/lib/calendar/zones/zone'
import { CalendarHeaders, type CalendarProperties } from './calendar-headers'
import type { RawComponent } from './component-stack'
import { eventsOf } from './events'
import type { IcalFile } from './ical-event'
import { param } from './line'
import { readTime } from './moments'
import { createNote, type IcalNote } from './notes'
import { parseComponent } from './parse-component'
import type { ParsedComponent } from './parsed-component'
import { startLine } from './read-span'
import { readTimezone, type Timezone } from './read-timezone'
import type { TimeContext } from './time-context'
import { hashOf, uidOf } from './uid'
import { fileZones } from './zones'

const MAX_EVENTS = 50_000

/** Maximum number of components per event on average. */
const MAX_COMPONENTS_PER_EVENT = 4

/** Maximum number of notes per code, so that no code displaces the others. */
const MAX_NOTES = 2000
const MAX_TIMEZONES = 1000
const MAX_STARTS = 2000

/** Maximum number of RANGE=THISANDFUTURE changes in a file, which are rare. */
const MAX_SPLITS = 500

/** Number of events after which the event loop may run. */
const EVENTS_PER_TURN = 100

/** The components of a UID. */
interface Group {
  components: ParsedComponent[]
  calendar: CalendarProperties
}

/** Methods that do not change events: replies and requests of attendees. */
const UNSUPPORTED_METHODS = new Set(['REPLY', 'REFRESH', 'COUNTER', 'DECLINECOUNTER'])

/** Collects the components of a file and converts them to events at its end. */
export class FileParser {
  octets = 0
  /** Whether an error comes from the source of the bytes, not from the file. */
  isSourceFailing = false
  /** How times of the file are read; set at its end. */
  context: TimeContext | null = null
  private readonly file: IcalFile = {
    name: null,
    color: null,
    zone: null,
    method: null,
    events: [],
    notes: [],
  }
  private readonly groups = new Map<string, Group>()
  /** Number of components without UID for each generated UID. Equal components have the same one. */
  private readonly unnamed = new Map<string, number>()
  private readonly calendars = new CalendarHeaders()
  private readonly timezones = new Map<string, Timezone>()
  private readonly starts = new Map<string, WallMs[]>()
  private readonly noteCounts = new Map<string, number>()
  private componentCount = 0
  private readonly maxEvents: number

  constructor(
    private readonly options: {
      zone: Zone
      maxEvents?: number
      onProgress?: (components: number, bytes: number) => void
    },
  ) {
    this.maxEvents = options.maxEvents ?? MAX_EVENTS
  }

  readonly report = (note: IcalNote): void => {
    const count = this.noteCounts.get(note.code) ?? 0
    this.noteCounts.set(note.code, count + 1)
    if (count < MAX_NOTES) this.file.notes.push(note)
  }

  add(component: RawComponent): void {
    switch (component.name) {
      case 'VCALENDAR':
        this.calendars.read(component, this.file)
        break
      case 'VTIMEZONE': {
        const timezone = readTimezone(component.lines)
        if (!timezone) this.report(createNote(component.line, 'component_unreadable', component.name))
        else if (this.timezones.size < MAX_TIMEZONES) this.timezones.set(timezone.id, timezone)
        break
      }
      case 'VEVENT':
      case 'VTODO':
        // Does not parse components beyond the limit, of which a file can have millions.
        if (this.componentCount >= this.maxEvents * MAX_COMPONENTS_PER_EVENT)
          this.reportTooMany(component.line, component.name)
        else
          this.addComponent(
            parseComponent(component, this.report),
            this.calendars.propertiesOf(component.calendar),
          )
        break
      default:
        this.report(createNote(component.line, 'unsupported_component', component.name))
    }
  }

  async finish(): Promise<IcalFile> {
    for (const _ of this.convert()) await new Promise((resolve) => setImmediate(resolve))
    return this.file
  }

  /** Converts a file of a few events at once. */
  finishNow(): IcalFile {
    for (const _ of this.convert());
    return this.file
  }

  private *convert(): Generator<void> {
    const { file, options } = this
    const zones = fileZones(this.timezones, this.starts, options.zone, this.report)
    const context = { zones, userZone: options.zone, report: this.report, splits: { remaining: MAX_SPLITS } }
    this.context = context
    let count = 0
    for (const [uid, { components, calendar }] of this.groups) {
      const { method, zone } = calendar
      if (UNSUPPORTED_METHODS.has(method ?? '')) {
        this.report(createNote(components[0]!.line, 'method_unsupported', components[0]!.fields.title || uid))
      } else {
        const calendarContext = zone ? { ...context, zones: { ...zones, floating: zone } } : context
        const published = method === 'PUBLISH'
        file.events.push(
          ...eventsOf(uid, components, calendarContext, method).map((event) => ({ ...event, published })),
        )
      }
      // Frees the components, which are no longer needed.
      this.groups.delete(uid)
      if (++count % EVENTS_PER_TURN === 0) yield
    }
    file.notes.sort((a, b) => a.line - b.line)
    options.onProgress?.(this.componentCount, this.octets)
  }

  private addComponent(component: ParsedComponent, calendar: CalendarProperties): void {
    const uid = this.distinctUid(component)
    const group = this.groups.get(uid)
    if (!group && this.groups.size >= this.maxEvents) {
      this.reportTooMany(component.line, component.fields.title)
      return
    }
    if (group) group.components.push(component)
    else this.groups.set(uid, { components: [component], calendar })
    this.addStart(component)
    if (++this.componentCount % EVENTS_PER_TURN === 0)
      this.options.onProgress?.(this.componentCount, this.octets)
  }

  private reportTooMany(line: number, subject: string): void {
    if (!this.noteCounts.has('too_many')) this.report(createNote(line, 'too_many', subject))
  }

  /** Returns the UID of a component; generates a distinct one for each component without UID, even if equal. */
  private distinctUid(component: ParsedComponent): string {
    const uid = uidOf(component)
    if (component.uid) return uid
    const count = (this.unnamed.get(uid) ?? 0) + 1
    this.unnamed.set(uid, count)
    return count > 1 ? hashOf(`${uid} ${count}`) : uid
  }

  /** Collects start times by TZID. Zones are compared at these times. */
  private addStart(component: ParsedComponent): void {
    const line = startLine(component)
    const tzid = line && param(line, 'tzid')
    if (!tzid) return
    const starts = this.starts.get(tzid) ?? []
    this.starts.set(tzid, starts)
    const moment = readTime(line.value, line, { resolve: () => ({ zone: 'UTC', convert: null }) })
    if (moment && starts.length < MAX_STARTS) starts.push(moment.wall)
  }
}
