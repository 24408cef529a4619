import { z } from 'zod'
import { type ImportedEvent, importedEvent } from './imported-event'
import { count } from './outputs'
import { line, uuid } from './text'

/** Maximum number of events of a file; further ones are ignored. */
export const MAX_IMPORTED_EVENTS = 50_000

/** Maximum number of calendars in an archive. */
export const MAX_IMPORTED_CALENDARS = 100

/** Validated events of a file. Only {@link checkEvents} creates them, so that they are validated exactly once. */
export class CheckedEvents {
  private constructor(readonly list: readonly ImportedEvent[]) {}

  /** Reserved for {@link checkEvents}. */
  static readonly of = (list: readonly ImportedEvent[]) => new CheckedEvents(list)
}

export const importEvents = z
  .object({
    parts: z
      .array(
        z
          .object({
            calendarId: uuid,
            /** Id of the calendar in the archive. */
            was: z.string().nullable().default(null),
            events: z.custom<CheckedEvents>((value) => value instanceof CheckedEvents),
          })
          .strict(),
      )
      .min(1)
      .max(MAX_IMPORTED_CALENDARS),
  })
  .strict()

/** Numbers of events that an import created, changed, found unchanged, and skipped. */
export const importEventsOutput = z.strictObject({
  created: count,
  changed: count,
  unchanged: count,
  skipped: count,
})

export type Imported = z.output<typeof importEventsOutput>

/** The target of each calendar of the file, in the order of the file. */
export const importQuery = z
  .object({
    mode: z.enum(['preview', 'apply']),
    name: line(300).default(''),
    calendar: z
      .array(z.union([uuid, z.enum(['new', 'skip'])]))
      .max(MAX_IMPORTED_CALENDARS)
      .default([]),
  })
  .strict()

/**
 * Validates events from a file or archive. Returns the indices of invalid events. Yields to the event loop, since a
 * file can have many.
 */
export async function checkEvents(
  raw: readonly unknown[],
): Promise<{ events: CheckedEvents; refused: number[] }> {
  const list: ImportedEvent[] = []
  const refused: number[] = []
  let counted = 0
  for (const [index, event] of raw.entries()) {
    const result = importedEvent.safeParse(event)
    if (result.success) counted += countIn(result.data.content.recurrence?.rules ?? [])
    if (result.success && counted <= MAX_COUNTED_OCCURRENCES) list.push(result.data)
    else refused.push(index)
    if (index % EVENTS_PER_TURN === EVENTS_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return { events: CheckedEvents.of(list), refused }
}

const EVENTS_PER_TURN = 500

/** Maximum number of occurrences of rules with COUNT in a file, since counting them takes seconds. */
const MAX_COUNTED_OCCURRENCES = 20_000_000

function countIn(rules: readonly string[]): number {
  return rules.reduce((sum, text) => sum + Math.min(Number(/COUNT=(\d+)/.exec(text)?.[1] ?? 0), 100_000), 0)
}
