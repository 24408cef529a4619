import { DAY, HOUR, MINUTE, type WallMs } from '../day'
import type { Span } from '../span'
import { instantAt, isSkipped, wallAt } from '../zones/wall-time'
import type { Instant, Zone } from '../zones/zone'
import { type Budget, budgetOf } from './budget'
import { type CompiledRule, compileRule, MAX_WALL, zoneOf } from './compiled-rule'
import type { Pattern } from './pattern'
import { startWall } from './recurrence'
import { isSubDaily, type Rule } from './rule'
import { eachStart } from './starts'

/**
 * Visits the starts that a rule generates between two wall times, without DTSTART, which is an occurrence anyway.
 * Applies UNTIL and COUNT, which counts DTSTART as the first, even if the rule does not generate it (RFC 5545
 * §3.3.10).
 */
export function eachRuleStart(
  compiled: CompiledRule,
  span: Span,
  from: WallMs,
  to: WallMs,
  visit: (at: WallMs) => boolean,
  budget: Budget = budgetOf(),
): void {
  const { pattern } = compiled
  const zone = zoneOf(span)
  const end = endOf(compiled, span, budget)
  const [first, before] = [Math.max(from, pattern.start + 1), Math.min(to, end.wall + 1)]
  if (!zone || end.instant === Number.POSITIVE_INFINITY) {
    eachExistingStart(pattern, zone, first, before, visit, budget)
    return
  }
  // Clocks are set back by a day at most, so only starts within that distance of UNTIL need the exact comparison.
  const surelyBefore = end.wall - 2 * DAY
  const isAfterEnd = (at: WallMs) => at > surelyBefore && instantAt(at, zone) > end.instant
  eachExistingStart(pattern, zone, first, before, (at) => isAfterEnd(at) || visit(at), budget)
}

/** Visits the starts of a pattern. Skips those of sub-daily rules in DST gaps. */
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
  // A hostile rule can have only starts in gaps for thousands of years.
  let skipped = 0
  const visitExisting = (at: WallMs) => (isSkipped(at, zone) ? ++skipped < MAX_COUNTED_STARTS : visit(at))
  eachStart(pattern, from, to, visitExisting, budget)
}

/** Returns the last wall time and instant at which an occurrence can start. */
function endOf(compiled: CompiledRule, span: Span, budget: Budget): { wall: WallMs; instant: Instant } {
  const { pattern, until } = compiled
  const { rule } = pattern
  if (rule.count === null && until === undefined) return NEVER
  const zone = zoneOf(span)
  let [wall, instant] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  if (until !== undefined && rule.until !== null) {
    if (rule.until.length === 8) wall = until + DAY - 1000
    else if (span.type === 'all-day') wall = Math.floor(until / DAY) * DAY
    else if (rule.until.endsWith('Z') && zone) {
      instant = until
      // If the clock is set back, an earlier instant can have a later wall time.
      wall = wallAt(until, zone) + DAY
    } else wall = until
  }
  if (rule.count !== null) wall = Math.min(wall, wallOfCount(compiled, zone, budget))
  return { wall, instant }
}

const NEVER = { wall: Number.POSITIVE_INFINITY, instant: Number.POSITIVE_INFINITY }

/** Maximum number of starts that are counted one by one. */
const MAX_COUNTED_STARTS = 100_000

function wallOfCount(compiled: CompiledRule, zone: Zone | undefined, budget: Budget): WallMs {
  const { pattern, counted } = compiled
  const { rule, start } = pattern
  // Only starts in gaps make the count depend on the zone.
  const countZone = isSubDaily(rule) ? zone : undefined
  let last = counted.get(countZone)
  if (last === undefined) {
    const step = stepOf(rule, zone)
    last = step
      ? Math.min(start + (rule.count! - 1) * step, MAX_WALL)
      : countToEnd(pattern, countZone, budget)
    // An incomplete count is not cached: the next budget may be larger.
    if (budget.steps < 0) return last
    if (counted.size >= 100) counted.clear()
    counted.set(countZone, last)
  }
  return last
}

function countToEnd(pattern: Pattern, zone: Zone | undefined, budget: Budget): WallMs {
  let remaining = Math.min(pattern.rule.count!, MAX_COUNTED_STARTS) - 1
  let last = pattern.start
  if (remaining === 0) return last
  const count = (at: WallMs) => {
    last = at
    remaining--
    return remaining > 0
  }
  eachExistingStart(pattern, zone, pattern.start + 1, Number.POSITIVE_INFINITY, count, budget)
  return last
}

/** Returns the number of instances that COUNT includes before a wall time: DTSTART and the generated starts. */
export function countStartsBefore(text: string, span: Span, before: WallMs): number {
  const compiled = compileRule(text, span)
  if (!compiled) return 1
  const { rule, start } = compiled.pattern
  const step = stepOf(rule, zoneOf(span))
  if (step) return Math.min(Math.ceil((before - start) / step), rule.count ?? Number.POSITIVE_INFINITY)
  let counted = 1
  eachRuleStart(compiled, span, start, before, () => ++counted < MAX_COUNTED_STARTS)
  return counted
}

/** Returns the distance of starts of a rule without BYxxx parts; undefined if it varies. */
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
 * Returns the last wall time at which a rule can start; undefined if it never ends or exceeds the budget. Interprets
 * UNTIL by RFC 5545 §3.3.10: as an instant with `Z` in a series with zone, else as wall time; a date includes its whole
 * day. COUNT includes DTSTART, even if the rule does not generate it.
 */
export function lastStart(text: string, span: Span, budget = budgetOf()): WallMs | undefined {
  const start = startWall(span)
  const compiled = compileRule(text, span)
  if (!compiled) return start
  const { wall, instant } = endOf(compiled, span, budget)
  if (budget.steps < 0) return undefined
  if (wall === Number.POSITIVE_INFINITY) return undefined
  const zone = zoneOf(span)
  const untilWall = zone && instant < Number.POSITIVE_INFINITY ? wallAt(instant, zone) : wall
  return Math.max(start, Math.min(wall, untilWall, MAX_WALL))
}
