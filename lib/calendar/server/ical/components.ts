import { ComponentStack, type IcalLimits, type RawComponent } from './component-stack'
import { createNote, type IcalNote } from './notes'
import { type RawLine, unfoldLines } from './raw-lines'

export type { RawLine }

const MB = 1024 * 1024
const LIMITS: IcalLimits = {
  file: 200 * MB,
  component: 4 * MB,
  componentLines: 20_000,
  line: MB,
  depth: 8,
}

/** Maximum length of a prefix without BEGIN:VCALENDAR. */
const MAX_PREAMBLE = MB

/**
 * Splits an iCalendar stream (RFC 5545 §3.4, possibly several in one file) into components, yielded when their END is
 * read, and properties of the calendar. Skips invalid parts and truncates oversized ones, with notes. The limits
 * bound memory and time for any input. Only errors of `bytes` are thrown.
 */
export async function* readComponents(
  bytes: AsyncIterable<Uint8Array>,
  limits: Partial<IcalLimits> = {},
): AsyncGenerator<RawComponent | IcalNote> {
  const allLimits = { ...LIMITS, ...limits }
  const stack = new ComponentStack(allLimits)
  for await (const batch of unfoldLines(bytes, allLimits)) {
    for (const line of batch) {
      if (line.problem === 'file' && stack.hasCalendar) yield createNote(line.line, 'too_large', 'VCALENDAR')
      else yield* stack.add(line)
      // Stops reading a file that is not a calendar.
      if (!stack.hasCalendar && line.octets > MAX_PREAMBLE) return yield* stack.finish()
    }
  }
  yield* stack.finish()
}
