import type { WallMs } from '../day'
import { instantsOf, MAX_UTC_OFFSET, type Span } from '../span'
import { instantAt } from '../zones/wall-time'
import type { Instant } from '../zones/zone'
import type { Slot } from './rdates'
import { type Override, startWall, wallOfId } from './recurrence'

/**
 * The time of an occurrence in numbers: `from` and `to` are instants (timed), wall times (floating) or midnights as
 * wall times (all-day, end exclusive), depending on the type of the series' span or of the override's span.
 */
export interface OccurrenceTime {
  /** Wall time of the recurrence id. */
  at: WallMs
  from: number
  to: number
  override: Override | undefined
}

export interface TimeRange {
  from: Instant
  to: Instant
}

export function slotTime(
  { span, length, isPeriod }: Slot,
  at: WallMs,
  override: Override | undefined,
): OccurrenceTime {
  if (span.type !== 'timed') return { at, from: at, to: at + length, override }
  const from = instantAt(at, span.startZone)
  if (length === 0 && (isPeriod || span.startZone === span.endZone)) return { at, from, to: from, override }
  const to = instantAt(at + length, isPeriod ? span.startZone : span.endZone)
  // As in `instantsOf`: an end after a start in a DST gap moves with it.
  const endMoves = to < from && length >= 0 && (isPeriod || span.startZone === span.endZone)
  return { at, from, to: endMoves ? from + length : to, override }
}

export function spanTimes(span: Span): { from: number; to: number } {
  return span.type === 'timed' ? instantsOf(span, 'UTC') : { from: startWall(span), to: wallOfId(span.end) }
}

/** Returns whether an occurrence touches the range; for all-day and floating spans, in any zone (see `boundsOf`). */
export function touchesRange({ type }: Span, { from, to }: OccurrenceTime, range: TimeRange): boolean {
  if (type === 'timed') return isWithinRange({ from, to }, range)
  return from - MAX_UTC_OFFSET < range.to && to + MAX_UTC_OFFSET > range.from
}

export function isWithinRange({ from, to }: { from: number; to: number }, range: TimeRange): boolean {
  return from < range.to && (to > range.from || (from === to && from >= range.from))
}

/** Sorts occurrences by start. @param canRepeat whether several rules or RDATEs can generate the same occurrence */
export function sortTimes(found: OccurrenceTime[], span: Span, canRepeat: boolean): OccurrenceTime[] {
  const key = ({ from, override }: OccurrenceTime) =>
    (override?.span ?? span).type === 'timed' ? from : from - MAX_UTC_OFFSET
  const compare = (a: OccurrenceTime, b: OccurrenceTime) => key(a) - key(b) || a.at - b.at
  for (let index = 1; index < found.length; index++) {
    if (compare(found[index - 1]!, found[index]!) <= 0) continue
    found.sort(compare)
    break
  }
  return canRepeat ? found.filter((time, index) => time.at !== found[index - 1]?.at) : found
}
