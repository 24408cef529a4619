import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import { ComponentParser } from './component-parser'
import type { RawComponent } from './component-stack'
import type { ComponentFields } from './fields'
import { parseLine, repairTzid } from './line'
import { createNote, type IcalNote } from './notes'
import type { ParsedComponent } from './parsed-component'

const DEFAULT_FIELDS: Omit<ComponentFields, 'attendees' | 'unknown'> = {
  status: 'confirmed',
  ...NO_TEXTS,
  color: null,
  visibility: 'default',
  busy: true,
  done: false,
  ...DEFAULT_GUEST_OPTIONS,
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
    if (content) parser.add(repairTzid(content))
    else report(createNote(line, 'line_unreadable', text))
  }
  parser.finish()
  return parsed
}
