import { DAY, dayNumber, dayOf } from '@/lib/calendar/day'
import { tryParseRule } from '@/lib/calendar/series/parse-rule'
import { type Recurrence, startWall } from '@/lib/calendar/series/recurrence'
import { type Rule, wallOfUntil } from '@/lib/calendar/series/rule'
import { ruleStarts } from '@/lib/calendar/series/slots'
import { normalizeRule } from '@/lib/calendar/server/incoming/normalize'
import type { Span } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { GraphRange, GraphRecurrence } from './event'
import { fromPattern, toPattern } from './pattern'

/** Outlook's limit of the occurrences of a series that ends after a number of them. */
const MAX_COUNT = 999

/** Returns the recurrence of a series without its deleted occurrences; null if Kinday does not know its pattern. */
export function toRecurrence({ pattern, range }: GraphRecurrence, span: Span): Recurrence | null {
  const parts = fromPattern(pattern, span.start)
  if (!parts) return null
  const rule = [...parts, ...endOf(range, span)].join(';')
  return { rules: [normalizeRule(rule, span)], dates: [], exclusions: [] }
}

/**
 * Returns a recurrence in Graph's form; null if Graph cannot store it: several rules, added dates, parts of a rule for
 * which it has no pattern, or a first occurrence that the rule does not generate.
 * @param timeZone name of the zone in which the series recurs
 */
export function fromRecurrence(
  { rules, dates }: Recurrence,
  span: Span,
  timeZone: string,
): GraphRecurrence | null {
  const [text, ...others] = rules
  const rule = text === undefined ? undefined : tryParseRule(text)
  if (!rule || others.length || dates.length || (rule.count ?? 0) > MAX_COUNT) return null
  const start = startWall(span)
  if (!ruleStarts(text!, span, start, start + 1, 1).length) return null
  const pattern = toPattern(rule, span.start.slice(0, 10))
  return pattern && { pattern, range: { ...rangeOf(rule, span), recurrenceTimeZone: timeZone } }
}

function endOf(range: GraphRange, span: Span): string[] {
  if (range.type === 'numbered' && range.numberOfOccurrences) return [`COUNT=${range.numberOfOccurrences}`]
  if (range.type !== 'endDate' || !range.endDate) return []
  const time = span.type === 'all-day' ? '' : `T${span.start.slice(11).replaceAll(':', '')}`
  return [`UNTIL=${range.endDate.slice(0, 10).replaceAll('-', '')}${time}`]
}

/** The end date is that of the last day on which the series can occur. */
function rangeOf(rule: Rule, span: Span): GraphRange {
  const startDate = span.start.slice(0, 10)
  if (rule.count) return { type: 'numbered', startDate, numberOfOccurrences: rule.count }
  if (!rule.until) return { type: 'noEnd', startDate }
  const isDate = rule.until.length === 8
  const until = wallOfUntil(rule.until)
  const isUtc = rule.until.endsWith('Z') && span.type === 'timed'
  const wall = isUtc ? wallAt(until, span.startZone) : isDate ? until + DAY - 1000 : until
  const timeOf = (at: number) => ((at % DAY) + DAY) % DAY
  const lastDay = Math.floor(wall / DAY) - (timeOf(wall) < timeOf(startWall(span)) ? 1 : 0)
  return { type: 'endDate', startDate, endDate: dayOf(Math.max(lastDay, dayNumber(startDate))) }
}
