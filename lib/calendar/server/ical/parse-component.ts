import type { EventContent } from '@/lib/calendar/event'
import { NO_TEXTS, TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { isOlder, type Version } from '../incoming/version'
import { createNote, type RawComponent } from './components'
import { type ComponentFields, readAttendee, readField, TODO_ONLY } from './fields'
import type { IcalNote } from './ical-event'
import { isProperty, type JcalComponent, toJcal } from './jcal'
import { type ContentLine, parseLine, unescapeText, withWholeZone } from './line'

/** A parsed VEVENT or VTODO. Its times are parsed later, once the zones of the file are known. */
export interface ParsedComponent extends Version {
  line: number
  uid: string | null
  /** X-KINDAY-ID: id of the exported event. */
  kindayId: string | null
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
  isBare: boolean
}

const DEFAULT_FIELDS: Omit<ComponentFields, 'attendees' | 'unknown'> = {
  status: 'confirmed',
  ...NO_TEXTS,
  color: null,
  visibility: 'default',
  busy: true,
  done: false,
}

/** Parses a VEVENT or VTODO. Properties that Kinday has no field for are kept as jCal in `fields.unknown`. */
export function parseComponent(component: RawComponent, report: (note: IcalNote) => void): ParsedComponent {
  const parsed: ParsedComponent = {
    line: component.line,
    uid: null,
    sequence: 0,
    lastModified: null,
    stamp: null,
    kindayId: null,
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
    isBare: true,
  }
  const parser = new ComponentParser(parsed, report)
  for (const { text, line } of component.lines) {
    const content = parseLine(text, line)
    if (content) parser.add(withWholeZone(content))
    else report(createNote(line, 'line_unreadable', text))
  }
  parser.finish()
  return parsed
}

/** Returns the newest of several components of one event or instance (RFC 5546 §2.1.5). */
export function newestVersion(components: readonly ParsedComponent[]): ParsedComponent | undefined {
  return components.reduce<ParsedComponent | undefined>(
    (newest, component) => (!newest || isOlder(newest, component) ? component : newest),
    undefined,
  )
}

/** Returns whether a component only cancels. An import then changes the status and keeps the other fields. */
export function isBareCancel({ isBare, fields }: Pick<ParsedComponent, 'isBare' | 'fields'>): boolean {
  return isBare && fields.status === 'cancelled'
}

/** Properties that may occur only once. Repetitions are dropped. */
const SINGLE_PROPERTIES = new Set(['UID', 'SEQUENCE', 'DTSTART', 'DTEND', 'DURATION', 'DUE', 'RECURRENCE-ID'])

class ComponentParser {
  private readonly seen = new Set<string>()
  private readonly emails = new Set<string>()
  /** Nested components whose END has not been read, outermost first. */
  private readonly open: JcalComponent[] = []
  private readonly components: JcalComponent[] = []
  private color: ContentLine | null = null

  constructor(
    private readonly parsed: ParsedComponent,
    private readonly report: (note: IcalNote) => void,
  ) {}

  add(line: ContentLine): void {
    if (line.name === 'BEGIN') this.begin(line.value.toLowerCase())
    else if (line.name === 'END') this.open.pop()
    else if (this.open.length > 0) this.open.at(-1)![1].push(toJcal(line))
    else if (!this.readRepeatable(line)) {
      const isRepeated = this.seen.has(line.name)
      this.seen.add(line.name)
      if (isRepeated && SINGLE_PROPERTIES.has(line.name))
        this.report(createNote(line.line, 'property_unreadable', line.name))
      else if (isRepeated || !(this.readSingle(line) || this.readField(line))) this.keep(line)
    }
  }

  finish(): void {
    const { parsed } = this
    // A color outside the palette is kept as an unknown property.
    if (this.color && parsed.fields.color === null) this.keep(this.color)
    parsed.fields.unknown.push(...this.components)
    this.noteUnused()
    const { attendees, unknown } = parsed.fields
    parsed.isBare =
      !this.seen.has('SUMMARY') &&
      TEXT_FIELD_NAMES.every((field) => parsed.fields[field] === '') &&
      attendees.length === 0 &&
      !unknown.some((property) => isProperty(property) && property[0] !== 'organizer')
  }

  /** Notes properties that RFC 5545 does not allow together, of which only one is used. */
  private noteUnused(): void {
    const { parsed } = this
    if (parsed.end && parsed.duration)
      this.report(createNote(parsed.duration.line, 'property_unreadable', 'DURATION'))
    const [rule] = parsed.recurrenceId ? [...parsed.rules, ...parsed.dates, ...parsed.exclusions] : []
    if (rule) this.report(createNote(rule.line, 'override_rule', `${rule.name}:${rule.value}`))
  }

  private begin(name: string): void {
    const component: JcalComponent = [name, [], []]
    const outer = this.open.at(-1)
    if (outer) outer[2].push(component)
    else this.components.push(component)
    this.open.push(component)
  }

  /** Reads properties that may occur several times. */
  private readRepeatable(line: ContentLine): boolean {
    const { parsed } = this
    if (line.name === 'RRULE') parsed.rules.push(line)
    else if (line.name === 'RDATE') parsed.dates.push(line)
    else if (line.name === 'EXDATE') parsed.exclusions.push(line)
    else if (line.name === 'EXRULE') {
      // EXRULE of RFC 2445 was removed in RFC 5545; hardly any program supports it.
      this.report(createNote(line.line, 'rule_approximated', line.value))
      this.keep(line)
    } else if (line.name === 'ATTENDEE') {
      const { participant, isComplete } = readAttendee(line)
      const { attendees } = parsed.fields
      const { email } = participant
      const isDuplicate = email !== null && this.emails.has(email)
      if (email) this.emails.add(email)
      if (!isDuplicate) attendees.push(participant)
      if (!isComplete || isDuplicate) this.keep(line)
    } else return false
    return true
  }

  private readSingle(line: ContentLine): boolean {
    const { parsed } = this
    switch (line.name) {
      case 'UID':
        parsed.uid = unescapeText(line.value).trim() || null
        return true
      case 'SEQUENCE':
        parsed.sequence = /^\d{1,9}$/.test(line.value.trim()) ? Number(line.value) : 0
        return true
      case 'DTSTAMP':
        parsed.stamp = instantOf(line.value)
        return true
      case 'LAST-MODIFIED':
        parsed.lastModified = instantOf(line.value)
        return true
      case 'CREATED':
        return true
      case 'DTSTART':
        parsed.start = line
        return true
      case 'DTEND':
        parsed.end = line
        return true
      case 'DURATION':
        parsed.duration = line
        return true
      case 'RECURRENCE-ID':
        parsed.recurrenceId = line
        return true
      case 'DUE':
        if (parsed.isTodo) parsed.due = line
        return parsed.isTodo
      case 'X-KINDAY-ID':
        parsed.kindayId = line.value.trim().toLowerCase()
        return true
      case 'X-KINDAY-KIND':
        return this.readKind(line.value.trim().toLowerCase())
      default:
        return false
    }
  }

  private readKind(kind: string): boolean {
    if (kind !== 'event' && kind !== 'meeting' && kind !== 'reminder') return false
    this.parsed.kind = kind
    return true
  }

  private readField(line: ContentLine): boolean {
    const { parsed } = this
    if (line.name === 'COLOR') {
      this.color = line
      return true
    }
    if (parsed.isTodo && this.readTodo(line)) return true
    const field = readField(line)
    if (!field) return false
    Object.assign(parsed.fields, field.patch)
    if (field.shortened) this.report(createNote(line.line, 'shortened', line.name))
    if (!field.isComplete) this.keep(line)
    return true
  }

  /**
   * Reads a to-do's properties as those of a reminder. RFC 5545 §3.6.1 forbids COMPLETED, PERCENT-COMPLETE and a
   * to-do's STATUS in a VEVENT, so they are kept as X-KINDAY- properties.
   */
  private readTodo(line: ContentLine): boolean {
    const value = line.value.trim().toUpperCase()
    if (line.name === 'COMPLETED' || line.name === 'PERCENT-COMPLETE') {
      if (line.name === 'COMPLETED' || value === '100') this.parsed.fields.done = true
      this.keep(line)
      return true
    }
    if (line.name !== 'STATUS' || value === 'CANCELLED') return false
    if (value === 'COMPLETED') this.parsed.fields.done = true
    else if (value !== 'NEEDS-ACTION') this.keep({ ...line, name: 'X-KINDAY-STATUS' })
    return true
  }

  private keep(line: ContentLine): void {
    const name = TODO_ONLY.has(line.name) ? `X-KINDAY-${line.name}` : line.name
    this.parsed.fields.unknown.push(toJcal({ ...line, name }))
  }
}

function instantOf(value: string): number | null {
  const [, y, m, d, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/i.exec(value.trim()) ?? []
  const instant = Date.parse(`${y}-${m}-${d}T${hours}:${minutes}:${seconds}Z`)
  return Number.isNaN(instant) ? null : instant
}
