import { type ImportedEvent, importedEvent } from './imported-event'

/** Validated events of a file. Only {@link checkEvents} creates them, so that they are validated exactly once. */
export class CheckedEvents {
  private constructor(readonly list: readonly ImportedEvent[]) {}

  /** Reserved for {@link checkEvents}. */
  static readonly of = (list: readonly ImportedEvent[]) => new CheckedEvents(list)
}

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
