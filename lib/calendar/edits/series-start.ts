import { addDays, DAY, dayNumber } from '../day'
import type { EventContent } from '../event'
import { formatRule } from '../series/format-rule'
import { parseRule } from '../series/parse-rule'
import { startWall } from '../series/recurrence'
import { spanStartingAt } from '../series/series'
import { ruleStarts } from '../series/slots'
import type { Span } from '../span'
import { startDay } from './follow'

/** Returns whether a rule generates DTSTART itself. */
export function isOnRule({ span, recurrence }: EventContent): boolean {
  const start = startWall(span)
  return recurrence!.rules.some((rule) => ruleStarts(rule, span, start, start + 1, 1).length > 0)
}

/** Moves the span to the first occurrence of new rules, since DTSTART always is an occurrence (RFC 5545 §3.8.5.3). */
export function toFirstOccurrence(span: Span, rules: readonly string[]): Span {
  const firsts = rules.flatMap((rule) => ruleStarts(rule, span, startWall(span), Number.POSITIVE_INFINITY, 1))
  return firsts.length ? spanStartingAt(span, Math.min(...firsts)) : span
}

/**
 * Moves the span to the nearest occurrence of the rules, since DTSTART always is an occurrence: the first Monday of a
 * month, shifted by a day, is not always its first Tuesday.
 */
export function toNearestOccurrence(span: Span, rules: readonly string[]): Span {
  const start = startWall(span)
  if (rules.length !== 1 || !/FREQ=(MONTHLY|YEARLY).*BY/.test(rules[0]!)) return span
  const everyPeriod = formatRule({ ...parseRule(rules[0]!), interval: 1, count: null, until: null })
  const [from, to] = [start - 31 * DAY, start + 31 * DAY]
  const starts = ruleStarts(everyPeriod, spanStartingAt(span, from), from, to, 62)
  const nearest = starts.toSorted((a, b) => Math.abs(a - start) - Math.abs(b - start))[0]
  return nearest === undefined ? span : spanStartingAt(span, nearest)
}

/** Moves the series' span as one of its occurrences moved: by the same days, to the same time, duration and zones. */
export function shiftSeriesSpan(series: Span, from: Span, to: Span): Span {
  if ((series.type === 'all-day') === (to.type === 'all-day') && series.type === from.type) {
    return spanStartingAt(to, startWall(series) + startWall(to) - startWall(from))
  }
  const days = dayNumber(startDay(to)) - dayNumber(startDay(from))
  const time = startWall(to) - dayNumber(startDay(to)) * DAY
  return spanStartingAt(to, dayNumber(addDays(startDay(series), days)) * DAY + time)
}
