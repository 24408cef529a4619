import { DAY, type WallMs } from '../day'
import type { EventContent } from '../event'
import { isEqual } from '../is-equal'
import { formatRule } from '../series/format-rule'
import { parseRule } from '../series/parse-rule'
import {
  idOfWall,
  type Overrides,
  type Recurrence,
  type RecurrenceId,
  startWall,
  wallOfId,
} from '../series/recurrence'
import { countStartsBefore, lastStart } from '../series/rule-starts'
import { ALL_TIME, occurrences, spanStartingAt } from '../series/series'
import { ruleStarts } from '../series/slots'
import type { Span } from '../span'
import { ScopeError } from './plan'
import { formatUntil } from './shift'

/** Splits a series before an occurrence; returns undefined if no occurrence precedes it. */
export function splitAt(content: EventContent, id: RecurrenceId) {
  const recurrence = content.recurrence!
  const at = wallOfId(id)
  if (at <= startWall(content.span)) return undefined
  const isBefore = (other: string) => wallOfId(other.split('/', 1)[0]!) < at
  const exceptionsWhere = (
    wanted: boolean,
  ): Pick<Recurrence, 'dates' | 'exclusions'> & { overrides: Overrides } => ({
    dates: recurrence.dates.filter((date) => isBefore(date) === wanted),
    exclusions: recurrence.exclusions.filter((other) => isBefore(other) === wanted),
    overrides: Object.fromEntries(
      Object.entries(content.overrides).filter(([other]) => isBefore(other) === wanted),
    ),
  })
  const { overrides: overridesBefore, ...setsBefore } = exceptionsWhere(true)
  const { overrides, ...sets } = exceptionsWhere(false)
  const before: EventContent = {
    ...content,
    overrides: overridesBefore,
    recurrence: {
      ...setsBefore,
      rules: recurrence.rules.map((rule) => ruleEndingBefore(rule, content.span, at)),
    },
  }
  if (!occurrences(before, ALL_TIME, 1).length) return undefined
  const after = seriesFrom(
    { ...content, overrides, recurrence: { ...sets, rules: recurrence.rules } },
    content,
    at,
  )
  return { before, after, id, at }
}

function ruleEndingBefore(text: string, span: Span, at: WallMs): string {
  const last = lastStart(text, span)
  if (last !== undefined && last < at) return text
  const end = at - (span.type === 'all-day' ? DAY : 1000)
  return formatRule({ ...parseRule(text), count: null, until: formatUntil(span, end) })
}

/** Returns the remaining part of a series as a series of its own. */
function seriesFrom(remaining: EventContent, original: EventContent, at: WallMs): EventContent {
  const { rules, dates, exclusions } = remaining.recurrence!
  const nextStart = (rule: string) => ruleStarts(rule, original.span, at, Number.POSITIVE_INFINITY, 1)[0]
  // A rule can end before its UNTIL. Counted from the first remaining RDATE, it would have other starts.
  const continuing = rules.filter((rule) => nextStart(rule) !== undefined)
  const first = continuing.length
    ? Math.min(...continuing.map((rule) => nextStart(rule)!))
    : wallOfId(dates[0]?.split('/', 1)[0] ?? idOfWall(original.span, at))
  const next: EventContent = {
    ...remaining,
    span: spanStartingAt(original.span, first),
    recurrence: {
      rules: continuing.map((rule) => withRemainingCount(rule, original.span, first)),
      dates,
      exclusions,
    },
  }
  // Rules count from DTSTART and take missing parts from it, so that no single new start may fit several rules.
  const isSame = (rule: string, index: number) =>
    isEqual(nextStarts(rule, original.span, at), nextStarts(next.recurrence!.rules[index]!, next.span, at))
  if (!continuing.every(isSame)) throw new ScopeError('occurrence', 'not_movable')
  return next
}

/** Returns as many starts of a rule from a time on as show whether two rules are the same. */
function nextStarts(rule: string, span: Span, from: WallMs): WallMs[] {
  return ruleStarts(rule, span, from, Number.POSITIVE_INFINITY, 50)
}

/** Returns the rule with the COUNT that remains from `from` on. */
function withRemainingCount(text: string, span: Span, from: WallMs): string {
  const rule = parseRule(text)
  if (!rule.count) return text
  return formatRule({ ...rule, count: rule.count - countStartsBefore(text, span, from) })
}
