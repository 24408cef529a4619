import type { CalendarObject, ObjectOverride } from '@/lib/calendar/event'
import { DEFAULT_GUEST_OPTIONS } from '@/lib/calendar/event-fields'
import { isEqual } from '@/lib/calendar/is-equal'
import { personKey } from '@/lib/calendar/participant'
import { formatRule } from '@/lib/calendar/series/format-rule'
import { tryParseRule } from '@/lib/calendar/series/parse-rule'
import { wallOfId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import { slotsBetween } from '@/lib/calendar/series/slots'
import type { Span } from '@/lib/calendar/span'
import { withTypedUntil } from '../ical/write-times'
import { isEquivalentSpan } from './patch'

export type Content = CalendarObject

/**
 * Returns whether two contents are equivalent. Ignores the order of rule parts, attendees, dates and properties,
 * defaults such as `INTERVAL=1`, and override fields equal to those of the series.
 */
export function isSameContent(a: Content, b: Content): boolean {
  const [left, right] = [normalizeContent(a), normalizeContent(b)]
  return (Object.keys(right) as (keyof Content)[]).every((field) => isEqual(left[field], right[field]))
}

/** Returns content in a canonical form, equal for all equivalent contents. */
export function normalizeContent(content: Content): Content {
  const { recurrence, span } = content
  // Content that was received before events had these options lacks them.
  const plain: Content = { ...DEFAULT_GUEST_OPTIONS, ...withSortedLists(content), overrides: {} }
  if (!recurrence) return plain
  const dates = span.type === 'all-day' ? recurrence.dates.map(withoutPeriod) : recurrence.dates
  // An override without a generated instance adds an occurrence, as an RDATE does.
  const added = Object.keys(content.overrides).filter((id) => !hasSlot(content, id))
  const series: Content = {
    ...plain,
    recurrence: {
      rules: recurrence.rules.map((rule) => normalizeRule(rule, span)).sort(),
      dates: unique([...dates, ...added]),
      exclusions: unique(recurrence.exclusions),
    },
  }
  const overrides = Object.entries(content.overrides).flatMap(([id, override]) => {
    const differing = toSparse(series, id, withSortedLists(override))
    return Object.keys(differing).length > 0 ? [[id, differing] as const] : []
  })
  return { ...series, overrides: Object.fromEntries(overrides) }
}

/** Returns a rule in a canonical form, with UNTIL in the type of its span; an invalid rule unchanged. */
export function normalizeRule(text: string, span: Span): string {
  const rule = tryParseRule(text)
  if (!rule) return text
  const sortNumbers = (list: number[]) => [...new Set(list)].sort((a, b) => a - b)
  const days = sortBy(rule.byDay, ({ nth, day }) => `${String(nth + 100).padStart(3, '0')} ${day}`)
  const formatted = formatRule({
    ...rule,
    bySecond: sortNumbers(rule.bySecond),
    byMinute: sortNumbers(rule.byMinute),
    byHour: sortNumbers(rule.byHour),
    byMonthDay: sortNumbers(rule.byMonthDay),
    byYearDay: sortNumbers(rule.byYearDay),
    byWeekNo: sortNumbers(rule.byWeekNo),
    byMonth: sortNumbers(rule.byMonth),
    bySetPos: sortNumbers(rule.bySetPos),
    byDay: days,
  })
  return withTypedUntil(formatted, span)
}

/** Returns whether DTSTART, a rule or an RDATE generates an instance. */
export function hasSlot(series: Pick<Content, 'span' | 'recurrence' | 'overrides'>, id: string): boolean {
  const at = wallOfId(id)
  return slotsBetween(series, at, at + 1, 1).includes(id)
}

/** Returns the fields of a sorted override that differ from its sorted series. */
function toSparse(series: Content, id: string, override: ObjectOverride): ObjectOverride {
  const differing = Object.entries(override).filter(([field, value]) => {
    if (field === 'span') return !isEquivalentSpan(override.span!, slotSpan(series, id))
    return !isEqual(value, series[field as keyof Content])
  })
  return Object.fromEntries(differing)
}

function withSortedLists<T extends ObjectOverride>(fields: T): T {
  return {
    ...fields,
    ...(fields.attendees && { attendees: sortBy(fields.attendees, personKey) }),
    ...(fields.unknown && { unknown: sortBy(fields.unknown, canonicalJson) }),
  }
}

/** Returns JSON with sorted keys, since the database does not preserve their order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** Returns only the start of a PERIOD, which is not valid in all-day series. */
function withoutPeriod(date: string): string {
  return date.split('/', 1)[0]!
}

function unique(dates: readonly string[]): string[] {
  return [...new Set(dates)].sort()
}

function sortBy<T>(values: readonly T[], key: (value: T) => string): T[] {
  if (values.length < 2) return [...values]
  return values
    .map((value) => [key(value), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, value]) => value)
}
