import { DAY } from '@/lib/calendar/day'
import { type DateFormat, longDate, mediumDay } from '@/lib/calendar/format'
import { formatRule } from '@/lib/calendar/series/format-rule'
import { tryParseRule } from '@/lib/calendar/series/parse-rule'
import { type Series, wallOfId } from '@/lib/calendar/series/recurrence'
import { lastDayOf } from '@/lib/calendar/series/rule-bounds'
import type { Span } from '@/lib/calendar/span'
import { formatList, RulePhrases, type T } from './rule-phrases'

/** Describes a series in words: "Every two weeks on Monday and Friday, until 3 March 2027". */
export function formatRecurrence(
  series: Pick<Series, 'span' | 'recurrence'>,
  format: DateFormat,
  t: T,
): string {
  const { rules, dates } = series.recurrence ?? { rules: [], dates: [] }
  const texts = rules.map((rule) => ruleText(rule, series.span, format, t))
  const text = texts.reduce<string>((text, more) => (text ? t('also', { text, more }) : more), '')
  if (!dates.length) return text || t('none')
  const shown = dates.length > 3 ? dates.slice(0, 2) : dates
  const days = shown.map((date) => mediumDay(wallOfId(date.split('/', 1)[0]!) / DAY, format.locale, 0))
  const hiddenCount = dates.length - shown.length
  const list = formatList(hiddenCount ? [...days, t('more', { count: hiddenCount })] : days, format, t)
  return text ? t('alsoOn', { text, days: list }) : t('onDays', { days: list })
}

/**
 * Describes one rule. Each part is a complete phrase ("on Monday", "in May"), so that each language can use its own
 * words and cases.
 */
function ruleText(rrule: string, span: Span, format: DateFormat, t: T): string {
  const rule = tryParseRule(rrule)
  if (!rule) return t('unreadable')
  const phrases = new RulePhrases(rule, span, format, t)
  // A COUNT is not converted to its last date, because that may take long.
  const last = rule.until ? lastDayOf(formatRule({ ...rule, count: null }), rule, span) : undefined
  const sentence = phrases.withSkip(phrases.sentence())
  const text = rule.count ? t('times', { text: sentence, count: rule.count }) : sentence
  // Programs write the year 9999 for a series without end.
  if (!rule.until || last === undefined || rule.until >= '9990') return text
  return t('until', { text, day: longDate(last, format.locale) })
}
