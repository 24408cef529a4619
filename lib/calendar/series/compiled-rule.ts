import { DAY, HOUR, MINUTE, type WallMs, wallMs } from '../day'
import type { Span } from '../span'
import { type Instant, instantAt, isSkipped, wallAt, type Zone } from '../zones/zone'
import { BoundedCache } from './bounded-cache'
import { type Budget, budgetOf } from './budget'
import { isSubDaily, type Pattern, patternOf } from './pattern'
import { startWall } from './recurrence'
import { MAX_RULE_LENGTH, type Rule, tryParseRule, wallOfUntil } from './rule'
import { eachStart } from './starts'

/** A rule that was read once, and what was found out about it since. */
export interface CompiledRule {
  pattern: Pattern
  /** The wall time that the digits of UNTIL say. */
  until: WallMs | undefined
  /** The last start that COUNT allows, by zone. */
  counted: Map<Zone | undefined, WallMs>
}

/** No start may lie so late that its end could not be written. */
export const MAX_WALL = wallMs('9999-12-31T00:00:00')

/** The zone that a series' wall times are in; none for dates and floating ones. */
export function zoneOf(span: Span): Zone | undefined {
  return span.type === 'timed' ? span.startZone : undefined
}

const rules = new BoundedCache<string, CompiledRule | typeof UNREADABLE>(3000)
const UNREADABLE = 'unreadable'

/** A rule made ready; undefined when it cannot be read, which lets a series happen once instead of breaking a page. */
export function compileRule(text: string, span: Span): CompiledRule | undefined {
  if (text.length > MAX_RULE_LENGTH) return undefined
  const start = startWall(span)
  const days = span.type === 'all-day'
  const key = `${days ? 'd' : ''}${start} ${text}`
  let ready = rules.get(key)
  if (!ready) {
    const read = tryParseRule(text)
    const rule = read && days ? toDateRule(read) : read
    ready = rule
      ? {
          pattern: patternOf(rule, start),
          until: rule.until === null ? undefined : wallOfUntil(rule.until),
          counted: new Map(),
        }
      : UNREADABLE
    rules.set(key, ready)
  }
  return ready === UNREADABLE ? undefined : ready
}

/**
 * A rule for dates. RFC 5545 §3.3.10: BYHOUR, BYMINUTE and BYSECOND "MUST be ignored" there. What repeats within the day
 * does so every day.
 */
function toDateRule(rule: Rule): Rule {
  const days = { ...rule, byHour: [], byMinute: [], bySecond: [] }
  if (!isSubDaily(rule)) return days
  const unit = rule.freq === 'HOURLY' ? HOUR : rule.freq === 'MINUTELY' ? MINUTE : 1000
  return { ...days, freq: 'DAILY', interval: Math.max(1, Math.floor((rule.interval * unit) / DAY)) }
}

/**
 * Visits what a rule makes of a stretch of wall times, after DTSTART, which happens anyway. Ends as UNTIL and COUNT say:
 * RFC 5545 §3.3.10 counts DTSTART as the first, also where the rule itself does not lead to it.
 */
export function eachRuleStart(
  ready: CompiledRule,
  span: Span,
  from: WallMs,
  to: WallMs,
  visit: (at: WallMs) => boolean,
  budget: Budget = budgetOf(),
): void {
  const { pattern } = ready
  const zone = zoneOf(span)
  const end = endOf(ready, span, budget)
  const [first, before] = [Math.max(from, pattern.start + 1), Math.min(to, end.wall + 1)]
  if (!zone || end.instant === Number.POSITIVE_INFINITY) {
    eachExistingStart(pattern, zone, first, before, visit, budget)
    return
  }
  // Clocks are put back by a day at most: only so close to the end they need be asked.
  const sure = end.wall - 2 * DAY
  const isOver = (at: WallMs) => at > sure && instantAt(at, zone) > end.instant
  eachExistingStart(pattern, zone, first, before, (at) => isOver(at) || visit(at), budget)
}

/** Visits where a pattern leads to. What repeats within the day is left out where the zone's clock jumps over it. */
function eachExistingStart(
  pattern: Pattern,
  zone: Zone | undefined,
  from: WallMs,
  to: WallMs,
  visit: (at: WallMs) => boolean,
  budget: Budget,
): void {
  if (!zone || !isSubDaily(pattern.rule)) {
    eachStart(pattern, from, to, visit, budget)
    return
  }
  // A hostile rule meets nothing but gaps, for thousands of years.
  let skipped = 0
  const visitShown = (at: WallMs) => (isSkipped(at, zone) ? ++skipped < MAX_COUNTED_STARTS : visit(at))
  eachStart(pattern, from, to, visitShown, budget)
}

/** After which wall time, and which instant, nothing starts. */
function endOf(ready: CompiledRule, span: Span, budget: Budget): { wall: WallMs; instant: Instant } {
  const { pattern, until } = ready
  const { rule } = pattern
  if (rule.count === null && until === undefined) return NEVER
  const zone = zoneOf(span)
  let [wall, instant] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  if (until !== undefined && rule.until !== null) {
    if (rule.until.length === 8) wall = until + DAY - 1000
    else if (span.type === 'all-day') wall = Math.floor(until / DAY) * DAY
    else if (rule.until.endsWith('Z') && zone) {
      instant = until
      // The clock may show a later time before the instant than at it, where it is put back.
      wall = wallAt(until, zone) + DAY
    } else wall = until
  }
  if (rule.count !== null) wall = Math.min(wall, wallOfCount(ready, zone, budget))
  return { wall, instant }
}

const NEVER = { wall: Number.POSITIVE_INFINITY, instant: Number.POSITIVE_INFINITY }

/** More than this are not counted, unless by one multiplication: nobody will live to see what a rule says beyond them. */
const MAX_COUNTED_STARTS = 100_000

function wallOfCount(ready: CompiledRule, zone: Zone | undefined, budget: Budget): WallMs {
  const { pattern, counted } = ready
  const { rule, start } = pattern
  // Only what a gap of the clock leaves out is another count in another zone.
  const by = isSubDaily(rule) ? zone : undefined
  let last = counted.get(by)
  if (last === undefined) {
    const step = stepOf(rule, zone)
    last = step ? Math.min(start + (rule.count! - 1) * step, MAX_WALL) : countToEnd(pattern, by, budget)
    // Not counted to the end: the next budget may be larger.
    if (budget.steps < 0) return last
    if (counted.size >= 100) counted.clear()
    counted.set(by, last)
  }
  return last
}

function countToEnd(pattern: Pattern, zone: Zone | undefined, budget: Budget): WallMs {
  let left = Math.min(pattern.rule.count!, MAX_COUNTED_STARTS) - 1
  let last = pattern.start
  if (left === 0) return last
  const count = (at: WallMs) => {
    last = at
    left--
    return left > 0
  }
  eachExistingStart(pattern, zone, pattern.start + 1, Number.POSITIVE_INFINITY, count, budget)
  return last
}

/** How many instances a COUNT has counted before a wall time after the start: DTSTART, and where the rule led since. */
export function countStartsBefore(text: string, span: Span, before: WallMs): number {
  const ready = compileRule(text, span)
  if (!ready) return 1
  const { rule, start } = ready.pattern
  const step = stepOf(rule, zoneOf(span))
  if (step) return Math.min(Math.ceil((before - start) / step), rule.count ?? Number.POSITIVE_INFINITY)
  let counted = 1
  eachRuleStart(ready, span, start, before, () => ++counted < MAX_COUNTED_STARTS)
  return counted
}

/** How far apart the starts of a rule are that says nothing but how often; undefined where that differs. */
function stepOf(rule: Rule, zone: Zone | undefined): number | undefined {
  if (zone && isSubDaily(rule)) return undefined
  const { bySecond, byMinute, byHour, byDay, byMonthDay, byYearDay, byWeekNo, byMonth, bySetPos } = rule
  const lists = [bySecond, byMinute, byHour, byDay, byMonthDay, byYearDay, byWeekNo, byMonth, bySetPos]
  if (lists.some((list) => list.length)) return undefined
  const unit = { SECONDLY: 1000, MINUTELY: MINUTE, HOURLY: HOUR, DAILY: DAY, WEEKLY: 7 * DAY }
  const length = unit[rule.freq as keyof typeof unit] as number | undefined
  return length && length * rule.interval
}

/**
 * The last wall time at which a rule may start; undefined when it never ends, or when that takes too long to count. UNTIL is read as RFC 5545 §3.3.10 has it
 * (the instant of a `Z` in a zone, else the wall), and a date lets everything of that day happen. COUNT counts DTSTART
 * as the first, also where the rule itself does not lead to it. DTSTART happens whatever they say.
 */
export function lastStart(text: string, span: Span, budget = budgetOf()): WallMs | undefined {
  const start = startWall(span)
  const ready = compileRule(text, span)
  if (!ready) return start
  const { wall, instant } = endOf(ready, span, budget)
  if (budget.steps < 0) return undefined
  if (wall === Number.POSITIVE_INFINITY) return undefined
  const zone = zoneOf(span)
  const shown = zone && instant < Number.POSITIVE_INFINITY ? wallAt(instant, zone) : wall
  return Math.max(start, Math.min(wall, shown, MAX_WALL))
}
