/** Creates a note with a shortened subject. */
export function createNote(line: number, code: IcalNoteCode, subject: string): IcalNote {
  return { line, code, subject: subject.length > 80 ? `${subject.slice(0, 79)}…` : subject }
}

/** A problem in a file: a part was not read, or read differently, and why. */
export interface IcalNote {
  /** Counted from 1. */
  line: number
  code: IcalNoteCode
  /** Shortened subject: a title, a property name or a zone name. */
  subject: string
}

/** All note codes; the interface has a text for each. */
export const ICAL_NOTES = [
  // The part was skipped.
  'not_a_calendar',
  'no_birthdays',
  'too_large',
  'too_many',
  'truncated',
  'line_unreadable',
  'component_unreadable',
  'method_unsupported',
  'no_start',
  'bad_date',
  'orphan_component',
  'unsupported_component',
  // The part was read differently.
  'zone_unknown',
  'zone_matched',
  'rule_unreadable',
  'rule_approximated',
  'override_rule',
  'end_before_start',
  'shortened',
  'duplicate_uid',
  'same_uid',
  'property_unreadable',
] as const

export type IcalNoteCode = (typeof ICAL_NOTES)[number]
