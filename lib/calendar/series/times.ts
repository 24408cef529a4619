import type { WallMs } from '../day'
import { instantsOf, MAX_UTC_OFFSET, type Span } from '../span'
import { type Instant, instantAt, offsetsAround, wallAt } from '../zones/zone'
import { type Budget, budgetOf, spend } from './budget'
import { compileRule, eachRuleStart, MAX_WALL } from './compiled-rule'
import { type Override, type RecurrenceId, type Series, startWall, wallOfId } from './recurrence'

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
    const only = { ...timesOf(span), at: startWall(span), override: undefined }
    return limit > 0 && touches(span, only, range) ? [only] : []
  }
  const start = startWall(span)
  const slot = slotFor(span)
  const window = windowOf(slot, range)
  const found: OccurrenceTime[] = []
  const add = (time: OccurrenceTime, of: Span) => touches(of, time, range) && found.push(time)

  const changed = Object.keys(overrides)
  const { dates, exclusions } = recurrence
  if (!spend(budget, changed.length + dates.length + exclusions.length)) return []
  // If there are no overrides and RDATEs, only exclusions in the window matter.
  const within = changed.length || dates.length ? undefined : window
  const taken = wallsIn(exclusions, span, within)
  const periods = dates.length ? rdateSlots(dates, span) : undefined
  for (const id of changed) {
    const at = parseRecurrenceId(id, span)
    if (at === undefined || taken.has(at)) continue
    taken.add(at)
    const override = overrides[id]!
    const own = override.span
    if (own) add({ ...timesOf(own), at, override }, own)
    else add(timeAt(periods?.get(at) ?? slot, at, override), span)
  }
  for (const [at, period] of periods ?? []) {
    if (taken.has(at)) continue
    if (period.own) taken.add(at)
    add(timeAt(period, at, undefined), span)
  }

  const visitor = () => visitorOf(slot, range, taken, limit, found)
  if (start >= window.from && start < window.to) visitor()(start)
  for (const text of recurrence.rules) {
    const compiled = compileRule(text, span)
    if (compiled) eachRuleStart(compiled, span, window.from, window.to, visitor(), budget)
  }
  return sortTimes(found, span, recurrence.rules.length > 1 || dates.length > 0).slice(0, Math.max(limit, 0))
}

/** A slot: type and duration of an occurrence before its override. They are those of the series, or of a PERIOD. */
export interface Slot {
  span: Span
  /** Wall-clock duration. */
  length: number
  /** Whether it is a PERIOD, whose end is in the zone of its start. */
  own: boolean
}

export function slotFor(span: Span): Slot {
  return { span, length: wallOfId(span.end) - startWall(span), own: false }
}

/** Returns a visitor that collects occurrences that touch the range, up to the limit. */
function visitorOf(
  slot: Slot,
  range: TimeRange,
  taken: ReadonlySet<WallMs>,
  limit: number,
  found: OccurrenceTime[],
): (at: WallMs) => boolean {
  const zone = slot.span.type === 'timed' ? slot.span.startZone : undefined
  let left = limit
  let latest = Number.NEGATIVE_INFINITY
  return (at) => {
    // A start in a DST gap moves forward and can be later than the starts after it, so those are visited, too.
    if (left <= 0 && at >= (zone && latest > Number.NEGATIVE_INFINITY ? wallAt(latest, zone) : latest)) {
      return false
    }
    if (taken.size && taken.has(at)) return true
    const time = timeAt(slot, at, undefined)
    if (zone && !isWithin(time, range)) return true
    found.push(time)
    left--
    if (time.from > latest) latest = time.from
    return true
  }
}

function timeAt({ span, length, own }: Slot, at: WallMs, override: Override | undefined): OccurrenceTime {
  if (span.type !== 'timed') return { at, from: at, to: at + length, override }
  const from = instantAt(at, span.startZone)
  if (length === 0 && (own || span.startZone === span.endZone)) return { at, from, to: from, override }
  const to = instantAt(at + length, own ? span.startZone : span.endZone)
  // As in `instantsOf`: an end after a start in a DST gap moves with it.
  const stays = to < from && length >= 0 && (own || span.startZone === span.endZone)
  return { at, from, to: stays ? from + length : to, override }
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

/**
 * Returns the slots of RDATEs by their starts. For equal starts, a PERIOD takes precedence over a date-time, then the
 * first one. Cached by list, since an edit looks them up for each exception.
 */
export function rdateSlots(dates: readonly string[], span: Span): ReadonlyMap<WallMs, Slot> {
  if (!dates.length) return NONE
  const known = periods.get(dates)
  if (known?.span === span && known.size === dates.length) return known.slots
  const slots = slotsOf(dates, span)
  periods.set(dates, { span, size: dates.length, slots })
  return slots
}

const NONE: ReadonlyMap<WallMs, Slot> = new Map()
const periods = new WeakMap<
  readonly string[],
  { span: Span; size: number; slots: ReadonlyMap<WallMs, Slot> }
>()

function slotsOf(dates: readonly string[], span: Span): Map<WallMs, Slot> {
  const plain = slotFor(span)
  const slots = new Map<WallMs, Slot>()
  for (const date of dates) {
    const slash = date.indexOf('/')
    const at = parseRecurrenceId(slash < 0 ? date : date.slice(0, slash), span)
    if (at === undefined || slots.get(at)?.own) continue
    const end =
      slash < 0 || span.type === 'all-day' ? undefined : parseRecurrenceId(date.slice(slash + 1), span)
    slots.set(at, end === undefined ? plain : { span, length: end - at, own: true })
  }
  return slots
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

/** Returns the wall time of a recurrence id; undefined if its type (date or wall time) is not that of the series. */
export function parseRecurrenceId(id: RecurrenceId, span: Span): WallMs | undefined {
  if (id.length !== (span.type === 'all-day' ? 10 : 19)) return undefined
  const at = wallOfId(id)
  return Number.isFinite(at) ? at : undefined
}

function timesOf(span: Span): { from: number; to: number } {
  return span.type === 'timed' ? instantsOf(span, 'UTC') : { from: startWall(span), to: wallOfId(span.end) }
}

/** Returns whether an occurrence touches the range; for all-day and floating spans, in any zone (see `boundsOf`). */
function touches({ type }: Span, { from, to }: OccurrenceTime, range: TimeRange): boolean {
  if (type === 'timed') return isWithin({ from, to }, range)
  return from - MAX_UTC_OFFSET < range.to && to + MAX_UTC_OFFSET > range.from
}

function isWithin({ from, to }: { from: number; to: number }, range: TimeRange): boolean {
  return from < range.to && (to > range.from || (from === to && from >= range.from))
}

function sortTimes(found: OccurrenceTime[], span: Span, doubles: boolean): OccurrenceTime[] {
  const key = ({ from, override }: OccurrenceTime) =>
    (override?.span ?? span).type === 'timed' ? from : from - MAX_UTC_OFFSET
  const compare = (a: OccurrenceTime, b: OccurrenceTime) => key(a) - key(b) || a.at - b.at
  for (let index = 1; index < found.length; index++) {
    if (compare(found[index - 1]!, found[index]!) <= 0) continue
    found.sort(compare)
    break
  }
  return doubles ? found.filter((time, index) => time.at !== found[index - 1]?.at) : found
}
