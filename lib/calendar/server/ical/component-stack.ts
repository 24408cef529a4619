import { createNote, type IcalNote } from './notes'
import type { FileLine, RawLine } from './raw-lines'

/** A component with its unfolded content lines, including BEGIN and END of inner components. */
export interface RawComponent {
  /** In upper case; `VCALENDAR` for a single property of the calendar itself. */
  name: string
  /** Line of its BEGIN, from 1. */
  line: number
  lines: RawLine[]
  /** Number of its calendar in the file, from 1. */
  calendar: number
}

/** Limits of a file, in octets except for `componentLines` and `depth`. */
export interface IcalLimits {
  file: number
  component: number
  componentLines: number
  line: number
  depth: number
}

/** Properties of VCALENDAR that are passed on. */
const CALENDAR_PROPERTIES =
  /^(X-WR-CALNAME|NAME|COLOR|X-APPLE-CALENDAR-COLOR|X-WR-TIMEZONE|METHOD|PRODID)[;:]/i

/** Components directly below VCALENDAR, never nested (RFC 5545 §3.6). */
const TOP_LEVEL = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE'])

/** The stack of open components, starting with VCALENDAR. */
export class ComponentStack {
  /** Whether a calendar has begun. */
  hasCalendar = false
  /** `kept`: whether its BEGIN is among the current component's lines. */
  private readonly open: { name: string; isKept: boolean }[] = []
  /** Whether the VCALENDAR is implied: the file consists of components without it, as in copied text. */
  private isImplied = false
  private calendar = 0
  /** Number of open components beyond the maximum depth. */
  private tooDeepCount = 0
  private current: RawComponent | null = null
  private octets = 0
  /** Whether the current component has reached its maximum size; its further lines are skipped. */
  private isFull = false
  /** Number of the last line. */
  private lastLine = 1

  constructor(private readonly limits: IcalLimits) {}

  *add(line: FileLine): Generator<RawComponent | IcalNote> {
    this.lastLine = line.line
    const [, verb, name] = /^(BEGIN|END)\s*:\s*([^\s;:]+)\s*$/i.exec(line.text.slice(0, 200)) ?? []
    if (verb?.toUpperCase() === 'BEGIN') yield* this.begin(name!.toUpperCase(), line)
    else if (verb) yield* this.close(name!.toUpperCase(), line)
    // A line that may be truncated could have another meaning.
    else if (this.open.length > 0 && line.isEnded && line.text.trim() !== '') yield* this.property(line)
  }

  *finish(): Generator<IcalNote> {
    if (!this.hasCalendar) yield createNote(1, 'not_a_calendar', '')
    else if (this.current || (this.open.length > 0 && !this.isImplied)) {
      yield createNote(this.lastLine, 'truncated', this.current?.name ?? this.open.at(-1)!.name)
    }
  }

  private *begin(name: string, line: RawLine): Generator<RawComponent | IcalNote> {
    if (this.open.length === 0 && TOP_LEVEL.has(name)) this.openCalendar(true)
    const outer = this.open[1]?.name
    if (name === 'VCALENDAR') {
      // A new VCALENDAR closes an unclosed one.
      if (this.current || (this.open.length > 0 && !this.isImplied)) yield* this.unclosed(line)
      this.openCalendar(false)
    } else if (this.open.length === 0) {
      // Anything is allowed before the first calendar.
      if (this.hasCalendar) yield createNote(line.line, 'orphan_component', name)
    } else if (this.tooDeepCount > 0 || this.open.length >= this.limits.depth) {
      if (this.tooDeepCount === 0) yield createNote(line.line, 'component_unreadable', name)
      this.tooDeepCount++
    } else if (outer === undefined || name === outer || TOP_LEVEL.has(name)) {
      // The END of the previous component is missing.
      if (this.current) yield* this.unclosed(line)
      this.open.push({ name, isKept: false })
      this.current = { name, line: line.line, lines: [], calendar: this.calendar }
      this.octets = 0
      this.isFull = false
    } else {
      yield* this.keep({ text: `BEGIN:${name}`, line: line.line })
      this.open.push({ name, isKept: !this.isFull })
    }
  }

  private openCalendar(implied: boolean): void {
    this.calendar++
    this.hasCalendar = true
    this.isImplied = implied
    this.tooDeepCount = 0
    this.open.splice(0, this.open.length, { name: 'VCALENDAR', isKept: false })
  }

  private *close(name: string, line: RawLine): Generator<RawComponent | IcalNote> {
    if (this.tooDeepCount > 0 && name !== this.open[1]?.name && name !== 'VCALENDAR') {
      this.tooDeepCount--
      return
    }
    const at = this.open.findLastIndex((component) => component.name === name)
    if (at < 0) {
      if (this.open.length > 0) yield createNote(line.line, 'line_unreadable', `END:${name}`)
      return
    }
    this.tooDeepCount = 0
    if (at > 1) this.closeInner(at, line)
    else if (at === 1) yield* this.emit(line)
    else {
      if (this.current) yield* this.unclosed(line)
      this.open.length = 0
    }
  }

  /** Closes components whose END is missing. */
  private *unclosed(line: RawLine): Generator<RawComponent | IcalNote> {
    yield createNote(line.line, 'truncated', this.current?.name ?? 'VCALENDAR')
    if (this.current) yield* this.emit(line)
  }

  private *emit(line: RawLine): Generator<RawComponent> {
    this.closeInner(2, line)
    this.open.length = 1
    if (this.current) yield this.current
    this.current = null
  }

  /** Closes the open components from a depth on. */
  private closeInner(depth: number, { line }: RawLine): void {
    while (this.open.length > depth) {
      const { name, isKept } = this.open.pop()!
      if (isKept) this.current?.lines.push({ text: `END:${name}`, line })
    }
  }

  private *property(line: FileLine): Generator<RawComponent | IcalNote> {
    if (this.tooDeepCount > 0) return
    const name = /^[A-Za-z0-9_.-]+(?=[;:])/.exec(line.text)?.[0]
    if (line.problem === 'line') yield createNote(line.line, 'too_large', name ?? line.text)
    else if (!name || !line.text.includes(':')) yield createNote(line.line, 'line_unreadable', line.text)
    else if (this.current) yield* this.keep(line)
    else if (CALENDAR_PROPERTIES.test(line.text)) {
      const lines = [{ text: line.text, line: line.line }]
      yield { name: 'VCALENDAR', line: line.line, lines, calendar: this.calendar }
    }
  }

  private *keep(line: RawLine): Generator<IcalNote> {
    if (this.isFull || !this.current) return
    this.octets += line.text.length
    if (this.octets > this.limits.component || this.current.lines.length >= this.limits.componentLines) {
      this.isFull = true
      yield createNote(line.line, 'too_large', this.current.name)
    } else this.current.lines.push({ text: line.text, line: line.line })
  }
}
