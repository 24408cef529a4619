import { TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { isKindayAttachment } from './attach'
import { readAttendee, readField, TODO_ONLY } from './fields'
import { isProperty, type JcalComponent, toJcal } from './jcal'
import type { ContentLine } from './line'
import { createNote, type IcalNote } from './notes'
import type { ParsedComponent } from './parsed-component'
import { readSingle, SINGLE_PROPERTIES } from './single-properties'

/** Collects the properties of a VEVENT or VTODO, line by line. */
export class ComponentParser {
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
      else if (isRepeated || !(readSingle(this.parsed, line) || this.readField(line))) this.keep(line)
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
    if (field.isShortened) this.report(createNote(line.line, 'shortened', line.name))
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
    if (isKindayAttachment(line)) return
    const name = TODO_ONLY.has(line.name) ? `X-KINDAY-${line.name}` : line.name
    this.parsed.fields.unknown.push(toJcal({ ...line, name }))
  }
}
