import type { IcalNote, IcalNoteCode } from './ical-event'

/** Creates a note with a shortened subject. */
export function createNote(line: number, code: IcalNoteCode, subject: string): IcalNote {
  return { line, code, subject: subject.length > 80 ? `${subject.slice(0, 79)}…` : subject }
}
