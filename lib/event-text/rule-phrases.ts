import type { useTranslations } from 'next-intl'
import { DAY, HOUR, MINUTE, weekday } from '@/lib/calendar/day'
import { type DateFormat, monthNames, weekdayNames, yearlyDate } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { patternOf } from '@/lib/calendar/series/pattern'
import { startWall } from '@/lib/calendar/series/recurrence'
import { WORKDAYS } from '@/lib/calendar/series/repeat'
import { isSubDaily, type NthDay, type Rule } from '@/lib/calendar/series/rule'
import type { Span } from '@/lib/calendar/span'

export type T = ReturnType<typeof useTranslations<'repeat'>>

/** Maximum number of list items; the rest is only counted. */
const MAX_LISTED = 12

export function formatList(
  items: readonly string[],
  { locale }: DateFormat,
  t: T,
  type: 'conjunction' | 'disjunction' = 'conjunction',
) {
  const hiddenCount = items.length - MAX_LISTED
  const shown = hiddenCount > 0 ? [...items.slice(0, MAX_LISTED), t('more', { count: hiddenCount })] : items
  return new Intl.ListFormat(locale, { type }).format(shown)
}

/** The phrases of one rule. DTSTART supplies the parts that the rule omits (RFC 5545 §3.3.10). */
export class RulePhrases {
  private readonly start: number
  private readonly isMonthlyOrYearly: boolean

  constructor(
    private readonly rule: Rule,
    span: Span,
    private readonly format: DateFormat,
    private readonly t: T,
  ) {
    this.start = startWall(span)
    this.isMonthlyOrYearly = rule.freq === 'MONTHLY' || rule.freq === 'YEARLY'
  }

  sentence(): string {
    const { rule, t } = this
    const { freq, interval } = rule
    const hasOnlyWeekdays = rule.byDay.length > 0 && !rule.byMonthDay.length && !rule.byYearDay.length
    // Avoids "every day on Monday".
    const isDailyOnWeekdays = freq === 'DAILY' && interval === 1 && hasOnlyWeekdays
    const isWeekly = freq === 'WEEKLY' || isDailyOnWeekdays
    const isEveryWorkday = isWeekly && interval === 1 && this.isWorkdays()
    const positions = this.positionsOfDays()
    const every = isEveryWorkday
      ? t('everyWorkday')
      : t(`every.${isDailyOnWeekdays ? 'WEEKLY' : freq}`, { interval })
    const days = isEveryWorkday ? [] : this.days(isWeekly, positions)
    const times = this.times()
    const isFiltered = !this.isMonthlyOrYearly && !isWeekly && days.length > 0
    const text = isFiltered
      ? this.join(t('only', { text: every, more: this.join(days[0]!, days.slice(1)) }), times)
      : this.join(every, [...days, ...times])
    if (!rule.bySetPos.length || positions) return text
    const ordinals = rule.bySetPos.map((n) => t('position', ordinalArgs(n)))
    return t('onlyOf', { text, positions: this.list(ordinals) })
  }

  /** Adds how SKIP moves dates that some months or years do not have (RFC 7529 §4.1). */
  withSkip(text: string): string {
    const { rule, t } = this
    if (rule.skip === 'omit' || !patternOf(rule, this.start).hasShiftedDates) return text
    return rule.skip === 'backward' ? t('skipBackward', { text }) : t('skipForward', { text })
  }

  private days(isWeekly: boolean, positions: string[] | undefined): string[] {
    const { rule, t } = this
    const weeks = rule.byWeekNo.map((n) => (n > 0 ? t('week', { week: n }) : t('weekFromEnd', { week: -n })))
    const dates = this.fullDates()
    if (dates) return [t('on', { days: this.list(dates) })]
    const phrases = [
      weeks.length > 0 && t('inWeeks', { weeks: this.list(weeks) }),
      positions
        ? t(this.countsWithinYear() ? 'onOfYear' : 'onThe', { days: this.list(positions) })
        : this.weekdays(isWeekly),
      this.yearDays(),
      this.monthDays(),
      rule.byMonth.length > 0 && t('inMonths', { months: this.list(this.months(rule.byMonth)) }),
    ]
    return phrases.filter((phrase) => phrase !== false && phrase !== undefined)
  }

  /** Returns days of the year that can be written as dates: "17 November". */
  private fullDates(): string[] | undefined {
    const { rule } = this
    const { byMonth, byMonthDay } = rule
    if (rule.freq !== 'YEARLY' || this.hasAny(rule.byDay, rule.byYearDay, rule.byWeekNo)) return undefined
    if (byMonthDay.length && !byMonth.length) return undefined
    const date = new Date(this.start)
    const months = byMonth.length ? byMonth : [date.getUTCMonth() + 1]
    const days = byMonthDay.length ? byMonthDay : [date.getUTCDate()]
    const all = months.flatMap((month) => days.map((day) => ({ month, day })))
    if (all.length > 4 || all.some(({ month, day }) => day < 1 || day > MAX_DAYS_OF_MONTH[month - 1]!))
      return undefined
    return all.map(({ month, day }) => yearlyDate(month, day, this.format.locale))
  }

  private weekdays(isWeekly: boolean): string | undefined {
    const { rule, t } = this
    const isImplied =
      (isWeekly || rule.byWeekNo.length > 0) && !this.hasAny(rule.byDay, rule.byMonthDay, rule.byYearDay)
    const byDay = isImplied ? [{ nth: 0, day: weekday(Math.floor(this.start / DAY)) }] : rule.byDay
    if (!byDay.length) return undefined
    if (this.isWorkdays()) return t('onWorkdays')
    const usesOrdinals = this.isMonthlyOrYearly && !rule.byWeekNo.length
    const items = byDay.map(({ nth, day }) => {
      if (usesOrdinals && nth) return t('nth', { ...ordinalArgs(nth), day: this.weekday(day) })
      return usesOrdinals ? t('each', { day: this.weekday(day) }) : this.weekday(day)
    })
    const ofYear = this.countsWithinYear() && usesOrdinals && byDay.some(({ nth }) => nth)
    return t(ofYear ? 'onOfYear' : usesOrdinals ? 'onThe' : 'on', { days: this.list(items) })
  }

  /** Returns BYSETPOS as phrases if its days have a common name: "the last weekday". */
  private positionsOfDays(): string[] | undefined {
    const { rule, t } = this
    const others = [rule.byMonthDay, rule.byYearDay, rule.byWeekNo, rule.byHour, rule.byMinute, rule.bySecond]
    if (!this.isMonthlyOrYearly || !rule.bySetPos.length || others.some((list) => list.length))
      return undefined
    // With several months in a yearly rule, positions count in all of them together, which has no phrase.
    if (rule.freq === 'YEARLY' && rule.byMonth.length > 1) return undefined
    if (!rule.byDay.length || rule.byDay.some(({ nth }) => nth)) return undefined
    const days = daysOf(rule.byDay)
    const name =
      days === '12345'
        ? t('workday')
        : days === '67'
          ? t('weekendDay')
          : days === '1234567'
            ? t('day')
            : days.length === 1 && this.weekday(Number(days))
    return name ? rule.bySetPos.map((n) => t('nth', { ...ordinalArgs(n), day: name })) : undefined
  }

  private yearDays(): string | undefined {
    const { rule, t } = this
    if (!rule.byYearDay.length) return undefined
    const days = rule.byYearDay.map((n) => t('nth', { ...ordinalArgs(n, false), day: t('day') }))
    return rule.byDay.length || rule.byWeekNo.length
      ? t('ifDayOfYear', { days: this.list(days, 'disjunction') })
      : t('onOfYear', { days: this.list(days) })
  }

  private monthDays(): string | undefined {
    const { rule, t } = this
    const { byMonthDay, byMonth, freq } = rule
    const hasOtherDays = this.hasAny(rule.byDay, rule.byYearDay, rule.byWeekNo)
    const isImplied = this.isMonthlyOrYearly && !hasOtherDays && !byMonthDay.length
    const dates = (isImplied ? [new Date(this.start).getUTCDate()] : byMonthDay).map((date) =>
      date > 0 ? t('date', { date }) : t('nth', { ...ordinalArgs(date), day: t('day') }),
    )
    if (!dates.length) return undefined
    if (hasOtherDays) return t('ifDay', { days: this.list(dates, 'disjunction') })
    const everyMonth = freq === 'YEARLY' && !byMonth.length
    return t(everyMonth ? 'onOfEveryMonth' : 'onThe', { days: this.list(dates) })
  }

  private times(): string[] {
    const { rule, t, start } = this
    const { byHour, byMinute, bySecond } = rule
    const phrases: string[] = []
    const clock = (hour: number, minute: number) => fullTime(hour * HOUR + minute * MINUTE, this.format)
    if (!isSubDaily(rule) && (byHour.length || byMinute.length)) {
      const startTime = new Date(start)
      const hours = byHour.length ? byHour : [startTime.getUTCHours()]
      const minutes = byMinute.length ? byMinute : [startTime.getUTCMinutes()]
      const times = hours.flatMap((hour) => minutes.map((minute) => clock(hour, minute)))
      phrases.push(t('at', { times: this.list(times) }))
    } else if (byHour.length || byMinute.length) {
      const hours = byHour.map((hour) => clock(hour, 0))
      const numbers = byMinute.map(String)
      if (numbers.length) phrases.push(t('atMinutes', { count: numbers.length, minutes: this.list(numbers) }))
      if (hours.length) phrases.push(t('inHours', { count: hours.length, times: this.list(hours) }))
    }
    if (bySecond.length)
      phrases.push(t('atSeconds', { count: bySecond.length, seconds: this.list(bySecond.map(String)) }))
    return phrases
  }

  private join(text: string, phrases: readonly string[]): string {
    return phrases.reduce((text, more) => this.t('and', { text, more }), text)
  }

  private list(items: readonly string[], type?: 'conjunction' | 'disjunction'): string {
    return formatList([...new Set(items)], this.format, this.t, type)
  }

  private isWorkdays(): boolean {
    return (
      daysOf(this.rule.byDay) === WORKDAYS.join('') &&
      !(this.isMonthlyOrYearly && this.rule.byDay.some(({ nth }) => nth))
    )
  }

  /** Returns whether positions count within the year. */
  private countsWithinYear(): boolean {
    return this.rule.freq === 'YEARLY' && !this.rule.byMonth.length
  }

  private hasAny(...lists: readonly (readonly unknown[])[]): boolean {
    return lists.some((list) => list.length > 0)
  }

  private weekday(day: number): string {
    return this.t('weekday', { day: weekdayNames(day, this.format.locale, 'long')[0]! })
  }

  private months(months: readonly number[]): string[] {
    const names = monthNames(this.format.locale)
    return months.map((month) => names[month - 1]!)
  }
}

const MAX_DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const FIRSTS = ['first', 'second', 'third', 'fourth', 'fifth']

/**
 * Returns the arguments of an ordinal: `which` selects "first" to "fifth", "last", "second to last", "nth from the end"
 * or "nth".
 */
function ordinalArgs(n: number, inWords = true): { which: string; n: number } {
  if (n === -1) return { which: 'last', n: 1 }
  if (n === -2) return { which: 'beforeLast', n: 2 }
  if (n < 0) return { which: 'fromEnd', n: -n }
  return { which: (inWords && FIRSTS[n - 1]) || 'other', n }
}

function daysOf(byDay: readonly NthDay[]): string {
  return [...new Set(byDay.map(({ day }) => day))].sort().join('')
}
