import type { EventContent } from '@/lib/calendar/event'
import { NO_TEXTS, TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { isOlder, type Version } from '../incoming/version'
import { note, type RawComponent } from './components'
import { type ComponentFields, readAttendee, readField, TODO_ONLY } from './fields'
import type { IcalNote } from './ical-event'
import { isProperty, type JcalComponent, toJcal } from './jcal'
import { type ContentLine, parseLine, unescapeText, withWholeZone } from './line'

/** A parsed VEVENT or VTODO. Its times are parsed later, once the zones of the file are known. */
export interface ParsedComponent extends Version {
  line: number
  uid: string | null
  /** X-KINDAY-ID. */
  origin: string | null
  kind: EventContent['kind'] | null
  isTodo: boolean
  fields: ComponentFields
  start: ContentLine | null
  end: ContentLine | null
  due: ContentLine | null
  duration: ContentLine | null
  recurrenceId: ContentLine | null
  rules: ContentLine[]
  dates: ContentLine[]
  exclusions: ContentLine[]
  /** Whether it has no content besides its times, as is common for cancelled instances. */
  bare: boolean
}

/** Default values of fields. */
const DEFAULT_FIELDS: Omit<ComponentFields, 'attendees' | 'unknown'> = {
  status: 'confirmed',
  ...NO_TEXTS,
  color: null,
  visibility: 'default',
  busy: true,
  done: false,
}

/** Parses a VEVENT or VTODO. Properties that Kinday has no field for are kept as jCal in `fields.unknown`. */
export function readPart(component: RawComponent, notes: (note: IcalNote) => void): ParsedComponent {
  const part: ParsedComponent = {
    line: component.line,
    uid: null,
    sequence: 0,
    lastModified: null,
    stamp: null,
    origin: null,
    kind: null,
    isTodo: component.name === 'VTODO',
    fields: { ...DEFAULT_FIELDS, attendees: [], unknown: [] },
    start: null,
    end: null,
    due: null,
    duration: null,
    recurrenceId: null,
    rules: [],
    dates: [],
    exclusions: [],
    bare: true,
  }
  const reading = new Reading(part, notes)
  for (const { text, line } of component.lines) {
    const content = parseLine(text, line)
    if (content) reading.take(withWholeZone(content))
    else notes(note(line, 'line_unreadable', text))
  }
  reading.end()
  return part
}

/** Returns the newest of several components of one event or instance (RFC 5546 §2.1.5). */
export function newestVersion(parts: readonly ParsedComponent[]): ParsedComponent | undefined {
  return parts.reduce<ParsedComponent | undefined>(
    (best, part) => (!best || isOlder(best, part) ? part : best),
    undefined,
  )
}

/** Returns whether a component is a cancellation without other content: then other fields stay unchanged. */
export function isBareCancel({ bare, fields }: Pick<ParsedComponent, 'bare' | 'fields'>): boolean {
  return bare && fields.status === 'cancelled'
}

/** Properties that may occur only once; further ones are not kept. */
const SINGLE_PROPERTIES = new Set(['UID', 'SEQUENCE', 'DTSTART', 'DTEND', 'DURATION', 'DUE', 'RECURRENCE-ID'])

class Reading {
  private readonly seen = new Set<string>()
  private readonly emails = new Set<string>()
  /** Inner components that are open. */
  private readonly open: JcalComponent[] = []
  private readonly components: JcalComponent[] = []
  private color: ContentLine | null = null

  constructor(
    private readonly part: ParsedComponent,
    private readonly notes: (note: IcalNote) => void,
  ) {}

  take(line: ContentLine): void {
    if (line.name === 'BEGIN') this.begin(line.value.toLowerCase())
    else if (line.name === 'END') this.open.pop()
    else if (this.open.length > 0) this.open.at(-1)![1].push(toJcal(line))
    else if (!this.takeList(line)) {
      const again = this.seen.has(line.name)
      this.seen.add(line.name)
      if (again && SINGLE_PROPERTIES.has(line.name))
        this.notes(note(line.line, 'property_unreadable', line.name))
      else if (again || !(this.takeTime(line) || this.takeField(line))) this.keep(line)
    }
  }

  end(): void {
    const { part } = this
    // A colour of the palette is written from its field; other colours are kept.
    if (this.color && part.fields.color === null) this.keep(this.color)
    part.fields.unknown.push(...this.components)
    this.noteUnused()
    const { attendees, unknown } = part.fields
    part.bare =
      !this.seen.has('SUMMARY') &&
      TEXT_FIELD_NAMES.every((field) => part.fields[field] === '') &&
      attendees.length === 0 &&
      !unknown.some((property) => isProperty(property) && property[0] !== 'organizer')
  }

  /** Notes properties that RFC 5545 does not allow together, of which only one is used. */
  private noteUnused(): void {
    const { part } = this
    if (part.end && part.duration) this.notes(note(part.duration.line, 'property_unreadable', 'DURATION'))
    const [rule] = part.recurrenceId ? [...part.rules, ...part.dates, ...part.exclusions] : []
    if (rule) this.notes(note(rule.line, 'override_rule', `${rule.name}:${rule.value}`))
  }

  private begin(name: string): void {
    const component: JcalComponent = [name, [], []]
    const outer = this.open.at(-1)
    if (outer) outer[2].push(component)
    else this.components.push(component)
    this.open.push(component)
  }

  /** Reads properties that may occur several times. */
  private takeList(line: ContentLine): boolean {
    const { part } = this
    if (line.name === 'RRULE') part.rules.push(line)
    else if (line.name === 'RDATE') part.dates.push(line)
    else if (line.name === 'EXDATE') part.exclusions.push(line)
    else if (line.name === 'EXRULE') {
      // EXRULE of RFC 2445 was removed in RFC 5545; hardly any program supports it.
      this.notes(note(line.line, 'rule_approximated', line.value))
      this.keep(line)
    } else if (line.name === 'ATTENDEE') {
      const { participant, whole } = readAttendee(line)
      const { attendees } = part.fields
      const { email } = participant
      const same = email !== null && this.emails.has(email)
      if (email) this.emails.add(email)
      if (!same) attendees.push(participant)
      if (!whole || same) this.keep(line)
    } else return false
    return true
  }

  private takeTime(line: ContentLine): boolean {
    const { part } = this
    switch (line.name) {
      case 'UID':
        part.uid = unescapeText(line.value).trim() || null
        return true
      case 'SEQUENCE':
        part.sequence = /^\d{1,9}$/.test(line.value.trim()) ? Number(line.value) : 0
        return true
      case 'DTSTAMP':
        part.stamp = instantOf(line.value)
        return true
      case 'LAST-MODIFIED':
        part.lastModified = instantOf(line.value)
        return true
      case 'CREATED':
        return true
      case 'DTSTART':
        part.start = line
        return true
      case 'DTEND':
        part.end = line
        return true
      case 'DURATION':
        part.duration = line
        return true
      case 'RECURRENCE-ID':
        part.recurrenceId = line
        return true
      case 'DUE':
        if (part.isTodo) part.due = line
        return part.isTodo
      case 'X-KINDAY-ID':
        part.origin = line.value.trim().toLowerCase()
        return true
      case 'X-KINDAY-KIND':
        return this.takeKind(line.value.trim().toLowerCase())
      default:
        return false
    }
  }

  private takeKind(kind: string): boolean {
    if (kind !== 'event' && kind !== 'meeting' && kind !== 'reminder') return false
    this.part.kind = kind
    return true
  }

  private takeField(line: ContentLine): boolean {
    const { part } = this
    if (line.name === 'COLOR') {
      this.color = line
      return true
    }
    if (part.isTodo && this.takeTodo(line)) return true
    const reading = readField(line)
    if (!reading) return false
    Object.assign(part.fields, reading.patch)
    if (reading.shortened) this.notes(note(line.line, 'shortened', line.name))
    if (!reading.isComplete) this.keep(line)
    return true
  }

  /**
   * Reads a to-do's properties as those of a reminder. RFC 5545 §3.6.1 forbids COMPLETED, PERCENT-COMPLETE and a to-do's
   * STATUS in a VEVENT, so they are kept under other names.
   */
  private takeTodo(line: ContentLine): boolean {
    const value = line.value.trim().toUpperCase()
    if (line.name === 'COMPLETED' || line.name === 'PERCENT-COMPLETE') {
      if (line.name === 'COMPLETED' || value === '100') this.part.fields.done = true
      this.keep(line)
      return true
    }
    if (line.name !== 'STATUS' || value === 'CANCELLED') return false
    if (value === 'COMPLETED') this.part.fields.done = true
    else if (value !== 'NEEDS-ACTION') this.keep({ ...line, name: 'X-KINDAY-STATUS' })
    return true
  }

  private keep(line: ContentLine): void {
    const name = TODO_ONLY.has(line.name) ? `X-KINDAY-${line.name}` : line.name
    this.part.fields.unknown.push(toJcal({ ...line, name }))
  }
}

function instantOf(value: string): number | null {
  const [, y, m, d, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/i.exec(value.trim()) ?? []
  const instant = Date.parse(`${y}-${m}-${d}T${hours}:${minutes}:${seconds}Z`)
  return Number.isNaN(instant) ? null : instant
}
