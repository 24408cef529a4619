import type { WallMs } from '../day'
import { instantsOf, MAX_UTC_OFFSET, type Span } from '../span'
import { type Instant, instantAt, offsetsAround, wallAt } from '../zones/zone'
import { type Budget, budgetOf, spend } from './budget'
import { compileRule, eachRuleStart, MAX_WALL } from './compiled-rule'
import { type Override, type RecurrenceId, type Series, startWall, wallOfId } from './recurrence'

/**
 * When an occurrence is, in numbers. `from` and `to` are instants of a timed one, wall times of a floating one, and
 * midnights as wall times of an all-day one (end exclusive). Which it is, the series' span says, or the override's own.
 */
export interface OccurrenceTime {
  /** The wall time of its recurrence id. */
  at: WallMs
  from: number
  to: number
  override: Override | undefined
}

export interface TimeRange {
  from: Instant
  to: Instant
}

/** No range is answered with more occurrences of one series than this: a rule may say "every second". */
export const MAX_OCCURRENCES = 1000

/**
 * The occurrences of a series that touch a range of instants, in order of their start, at most `limit`. All-day and
 * floating ones touch it if they do so anywhere on earth (see `boundsOf`). An event that does not repeat has one.
 * The cost depends on the range, not on how long ago the series began, and ends with the budget: where that is
 * spent, the first occurrences may be all that is found.
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
  // Without instances that may be anywhere, only exclusions in the window matter.
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
    const ready = compileRule(text, span)
    if (ready) eachRuleStart(ready, span, window.from, window.to, visitor(), budget)
  }
  return sortTimes(found, span, recurrence.rules.length > 1 || dates.length > 0).slice(0, Math.max(limit, 0))
}

/** Where the series itself puts an instance: its own length, or that of a PERIOD. */
export interface Slot {
  span: Span
  /** From the wall time of the start to that of the end. */
  length: number
  /** Whether it is a PERIOD, which ends in the zone that it starts in. */
  own: boolean
}

export function slotFor(span: Span): Slot {
  return { span, length: wallOfId(span.end) - startWall(span), own: false }
}

/** Takes in what touches the range, up to the limit. */
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
    // What the clock jumps over may begin later than what comes after it: as long as that can be, it goes on.
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
  // As `instantsOf` has it: an end that the clock did not jump over would stay behind its start.
  const stays = to < from && length >= 0 && (own || span.startZone === span.endZone)
  return { at, from, to: stays ? from + length : to, override }
}

/** The wall times at which a slot may start that touches the range. */
function windowOf({ span, length }: Slot, { from, to }: TimeRange): { from: WallMs; to: WallMs } {
  const first = Math.max(from, -MAX_WALL)
  const last = Math.min(to, MAX_WALL)
  const latest = MAX_WALL - Math.max(length, 0) + 1
  if (span.type !== 'timed') {
    // One that ends as the range begins does not touch it.
    return { from: first - MAX_UTC_OFFSET - length + 1, to: Math.min(last + MAX_UTC_OFFSET, latest) }
  }
  const starts = offsetsAround(first, span.startZone)
  const ends = offsetsAround(first, span.endZone)
  const { max } = offsetsAround(last, span.startZone)
  return { from: first - length + Math.min(starts.min, ends.min), to: Math.min(last + max, latest) }
}

/**
 * RDATE: by the wall time they start at. A PERIOD goes before a mere start, the first before others. Read once for a list,
 * which is asked for each exception of a series that is edited.
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

/** The wall times of ids, those outside of a window left out. */
function wallsIn(ids: readonly RecurrenceId[], span: Span, window: TimeRange | undefined): Set<WallMs> {
  const walls = new Set<WallMs>()
  for (const id of ids) {
    const at = parseRecurrenceId(id, span)
    if (at !== undefined && (!window || (at >= window.from && at < window.to))) walls.add(at)
  }
  return walls
}

/** The wall time of an id as this series has them: dates where it is all-day, else wall times. Others name nothing. */
export function parseRecurrenceId(id: RecurrenceId, span: Span): WallMs | undefined {
  if (id.length !== (span.type === 'all-day' ? 10 : 19)) return undefined
  const at = wallOfId(id)
  return Number.isFinite(at) ? at : undefined
}

function timesOf(span: Span): { from: number; to: number } {
  return span.type === 'timed' ? instantsOf(span, 'UTC') : { from: startWall(span), to: wallOfId(span.end) }
}

/** As `boundsOf` has it: what is not bound to a zone touches the range if it does so anywhere on earth. */
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
