import type { WallMs } from '../day'
import { MAX_UTC_OFFSET, type Span } from '../span'
import { offsetsAround, wallAt } from '../zones/wall-time'
import { type Budget, budgetOf, spend } from './budget'
import { compileRule, MAX_WALL } from './compiled-rule'
import {
  isWithinRange,
  type OccurrenceTime,
  slotTime,
  sortTimes,
  spanTimes,
  type TimeRange,
  touchesRange,
} from './occurrence-time'
import { rdateSlots, type Slot, slotFor } from './rdates'
import { parseRecurrenceId, type RecurrenceId, type Series, startWall } from './recurrence'
import { eachRuleStart } from './rule-starts'

/** Maximum number of occurrences of one series in a range: a rule can repeat every second. */
export const MAX_OCCURRENCES = 1000

/**
 * Returns the first `limit` occurrences of a series that touch a range of instants, in order of start. All-day and
 * floating ones are included if they touch it in any zone (see `boundsOf`). A single event has one occurrence. The
 * cost depends on the range, not on the age of the series. Once the budget is exhausted, the result is incomplete.
 */
export function occurrenceTimes(
  series: Series,
  range: TimeRange,
  limit = MAX_OCCURRENCES,
  budget: Budget = budgetOf(),
): OccurrenceTime[] {
  const { span, recurrence, overrides } = series
  if (!recurrence) {
    const only = { ...spanTimes(span), at: startWall(span), override: undefined }
    return limit > 0 && touchesRange(span, only, range) ? [only] : []
  }
  const start = startWall(span)
  const slot = slotFor(span)
  const window = windowOf(slot, range)
  const found: OccurrenceTime[] = []
  const add = (time: OccurrenceTime, timeSpan: Span) =>
    touchesRange(timeSpan, time, range) && found.push(time)

  const changed = Object.keys(overrides)
  const { dates, exclusions } = recurrence
  if (!spend(budget, changed.length + dates.length + exclusions.length)) return []
  // If there are no overrides and RDATEs, only exclusions in the window matter.
  const exclusionWindow = changed.length || dates.length ? undefined : window
  const handled = wallsIn(exclusions, span, exclusionWindow)
  const dateSlots = dates.length ? rdateSlots(dates, span) : undefined
  for (const id of changed) {
    const at = parseRecurrenceId(id, span)
    if (at === undefined || handled.has(at)) continue
    handled.add(at)
    const override = overrides[id]!
    const ownSpan = override.span
    if (ownSpan) add({ ...spanTimes(ownSpan), at, override }, ownSpan)
    else add(slotTime(dateSlots?.get(at) ?? slot, at, override), span)
  }
  for (const [at, dateSlot] of dateSlots ?? []) {
    if (handled.has(at)) continue
    if (dateSlot.isPeriod) handled.add(at)
    add(slotTime(dateSlot, at, undefined), span)
  }

  const createVisitor = () => visitorOf(slot, range, handled, limit, found)
  if (start >= window.from && start < window.to) createVisitor()(start)
  for (const text of recurrence.rules) {
    const compiled = compileRule(text, span)
    if (compiled) eachRuleStart(compiled, span, window.from, window.to, createVisitor(), budget)
  }
  return sortTimes(found, span, recurrence.rules.length > 1 || dates.length > 0).slice(0, Math.max(limit, 0))
}

/** Returns a visitor that collects occurrences that touch the range, up to the limit. */
function visitorOf(
  slot: Slot,
  range: TimeRange,
  handled: ReadonlySet<WallMs>,
  limit: number,
  found: OccurrenceTime[],
): (at: WallMs) => boolean {
  const zone = slot.span.type === 'timed' ? slot.span.startZone : undefined
  let remaining = limit
  let latest = Number.NEGATIVE_INFINITY
  return (at) => {
    // A start in a DST gap moves forward and can be later than the starts after it, so those are visited, too.
    if (remaining <= 0 && at >= (zone && latest > Number.NEGATIVE_INFINITY ? wallAt(latest, zone) : latest)) {
      return false
    }
    if (handled.size && handled.has(at)) return true
    const time = slotTime(slot, at, undefined)
    if (zone && !isWithinRange(time, range)) return true
    found.push(time)
    remaining--
    if (time.from > latest) latest = time.from
    return true
  }
}

/** Returns the range of wall times at which instances that touch the range can start. */
function windowOf({ span, length }: Slot, { from, to }: TimeRange): { from: WallMs; to: WallMs } {
  const first = Math.max(from, -MAX_WALL)
  const last = Math.min(to, MAX_WALL)
  const latest = MAX_WALL - Math.max(length, 0) + 1
  if (span.type !== 'timed') {
    // An instance that ends at the start of the range does not touch it.
    return { from: first - MAX_UTC_OFFSET - length + 1, to: Math.min(last + MAX_UTC_OFFSET, latest) }
  }
  const starts = offsetsAround(first, span.startZone)
  const ends = offsetsAround(first, span.endZone)
  const { max } = offsetsAround(last, span.startZone)
  return { from: first - length + Math.min(starts.min, ends.min), to: Math.min(last + max, latest) }
}

/** Returns the wall times of ids within a window. */
function wallsIn(ids: readonly RecurrenceId[], span: Span, window: TimeRange | undefined): Set<WallMs> {
  const walls = new Set<WallMs>()
  for (const id of ids) {
    const at = parseRecurrenceId(id, span)
    if (at !== undefined && (!window || (at >= window.from && at < window.to))) walls.add(at)
  }
  return walls
}
