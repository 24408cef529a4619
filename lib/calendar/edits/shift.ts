import { DAY, type Day, dayNumber, HOUR, type WallMs, wallMs, wallOf, weekday } from '../day'
import { formatRule } from '../series/format-rule'
import { parseRule } from '../series/parse-rule'
import { type NthDay, type Rule, wallOfUntil } from '../series/rule'
import { lastStart } from '../series/rule-starts'
import type { Span } from '../span'

/**
 * Shifts a rule so that every occurrence moves alike: the days that it names move too (Tuesday becomes Wednesday).
 * Returns undefined if no rule expresses the result: "the 1st and the last day of the month, a day later".
 * @param from the span of one occurrence before the move; `to`: after it
 */
export function shiftRule(text: string, series: Span, from: Span, to: Span): string | undefined {
  const [before, after] = [from.start.slice(0, 10), to.start.slice(0, 10)]
  const days = dayNumber(after) - dayNumber(before)
  const timed = shiftHours(parseRule(text), from, to)
  const rule = timed && shiftDays(timed, days, before, after)
  return rule && formatRule({ ...rule, until: rule.until && shiftUntil(text, rule.until, series, from, to) })
}

function shiftDays(rule: Rule, days: number, before: Day, after: Day): Rule | undefined {
  if (!days) return rule
  switch (rule.freq) {
    case 'WEEKLY':
    case 'DAILY':
      if (rule.byMonth.length || rule.byMonthDay.length || rule.byYearDay.length) return undefined
      return {
        ...rule,
        byDay: rule.byDay.map(({ nth, day }) => ({ nth, day: shiftWeekday(day, days) })),
        // WKST shifts too, so that "every two weeks on Monday and Friday" keeps both days in the same week.
        weekStart:
          rule.byDay.length || rule.interval > 1 ? shiftWeekday(rule.weekStart, days) : rule.weekStart,
      }
    case 'MONTHLY':
    case 'YEARLY':
      return shiftDate(rule, before, after)
    default:
      return rule.byDay.length || rule.byMonth.length || rule.byMonthDay.length || rule.byYearDay.length
        ? undefined
        : rule
  }
}

/** Shifts BYHOUR, if all hours stay on their day. */
function shiftHours(rule: Rule, from: Span, to: Span): Rule | undefined {
  if (!rule.byHour.length && !rule.byMinute.length && !rule.bySecond.length) return rule
  if ((from.type === 'all-day') !== (to.type === 'all-day')) return undefined
  const hours = (timeOf(to) - timeOf(from)) / HOUR
  const byHour = rule.byHour.map((hour) => hour + hours)
  const fits = Number.isInteger(hours) && byHour.every((hour) => hour >= 0 && hour < 24)
  return fits ? { ...rule, byHour } : undefined
}

/** Returns the time of day in milliseconds since midnight. */
function timeOf({ start }: Span): WallMs {
  return wallMsOf(start) - dayNumber(start.slice(0, 10)) * DAY
}

/** Shifts a monthly or yearly rule that names one day. The new rule names the new day in the same way. */
function shiftDate(rule: Rule, before: Day, after: Day): Rule | undefined {
  const { byDay, byMonthDay, byMonth } = rule
  if (rule.byYearDay.length || rule.byWeekNo.length || rule.bySetPos.length) return undefined
  if (byDay.length + byMonthDay.length > 1 || byMonth.length > 1) return undefined
  const [monthBefore, month] = [Number(before.slice(5, 7)), Number(after.slice(5, 7))]
  if (rule.freq === 'YEARLY' && byDay.length && !byMonth.length) return undefined
  const next = { ...rule, byMonth: byMonth.length ? [month] : byMonth }
  if (!byDay.length && !byMonthDay.length) return next
  // "The 3rd of each month" cannot become the 30th of the month before.
  if (rule.freq === 'MONTHLY' && month !== monthBefore) return undefined
  if (byMonthDay.length) {
    const date = Number(after.slice(8))
    return { ...next, byMonthDay: [byMonthDay[0]! > 0 ? date : date - daysInMonth(after) - 1] }
  }
  const moved = nthOf(after, byDay[0]!)
  return moved && { ...next, byDay: [moved] }
}

/** Returns the ordinal weekday of a day in its month, counted from the same end as before. */
function nthOf(day: Day, { nth }: NthDay): NthDay | undefined {
  if (!nth) return undefined
  const date = Number(day.slice(8))
  const ordinal = nth > 0 ? Math.ceil(date / 7) : -Math.ceil((daysInMonth(day) - date + 1) / 7)
  return { nth: ordinal, day: weekday(dayNumber(day)) }
}

export function daysInMonth(day: Day): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)) || 2000, Number(day.slice(5, 7)), 0)).getUTCDate()
}

/** Shifts UNTIL with the series, as wall time of the new zone, so that the same occurrence stays the last. */
function shiftUntil(text: string, until: string, series: Span, from: Span, to: Span): string {
  const hasSameType = (from.type === 'all-day') === (to.type === 'all-day')
  const days = (dayNumber(to.start.slice(0, 10)) - dayNumber(from.start.slice(0, 10))) * DAY
  if (until.length === 8) return toBasicFormat(wallOfUntil(until) + days).slice(0, 8)
  const last = lastStart(text, series) ?? wallOfUntil(until)
  if (!hasSameType) return toBasicFormat(last + days).slice(0, 8)
  return formatUntil(series, last + wallMsOf(to.start) - wallMsOf(from.start))
}

/** Formats an UNTIL that includes occurrences up to a wall time in the series' zone. */
export function formatUntil(series: Span, last: WallMs): string {
  return series.type === 'all-day' ? toBasicFormat(last).slice(0, 8) : toBasicFormat(last)
}

/** Latest UNTIL, which some programs write for "forever". */
const MAX_UNTIL = wallMs('9999-12-31T23:59:59')

function toBasicFormat(wall: WallMs): string {
  return wallOf(Math.min(wall, MAX_UNTIL)).replaceAll(/[-:]/g, '')
}

function wallMsOf(start: string): WallMs {
  return wallMs(start.length === 10 ? `${start}T00:00:00` : start)
}

/** Returns the weekday `days` days later. */
function shiftWeekday(day: number, days: number): number {
  return ((((day - 1 + days) % 7) + 7) % 7) + 1
}
