import { DAY } from '../day'
import type { Span } from '../span'
import { startWall } from './recurrence'
import { isSubDaily, type Rule, wallOfUntil } from './rule'
import { lastStart } from './rule-starts'
import { spanStartingAt } from './series'
import { ruleStarts } from './slots'

/** Moves a span to the first occurrence of rules on or after it; undefined if they have none. */
export function firstOccurrenceSpan(rules: readonly string[], span: Span): Span | undefined {
  if (!rules.length) return span
  const start = startWall(span)
  const firsts = rules.flatMap((rule) => ruleStarts(rule, span, start, Number.POSITIVE_INFINITY, 1))
  return firsts.length ? spanStartingAt(span, Math.min(...firsts)) : undefined
}

/** Returns the day number of the last day of a rule; undefined if it never ends. */
export function lastDayOf(text: string, rule: Rule, span: Span): number | undefined {
  // An UNTIL date is returned as it is, even if it precedes DTSTART.
  if (rule.until?.length === 8 && !rule.count) return wallOfUntil(rule.until) / DAY
  const last = lastStart(text, span)
  if (last === undefined) return undefined
  const start = startWall(span)
  // lastStart may return an UNTIL between two starts. Its day counts only if UNTIL is not before the day's start time.
  const time = isSubDaily(rule) || rule.byHour.length ? 0 : start - Math.floor(start / DAY) * DAY
  return Math.floor((last - time) / DAY)
}
