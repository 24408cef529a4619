import type { Recurrence } from './series/recurrence'
import type { Span } from './span'

/** Returns the title of a birthday with the year of birth, by which {@link ageAt} recognizes it. */
export function birthdayTitle(name: string, yearOfBirth: string): string {
  return `${name} (${yearOfBirth})`
}

/**
 * Returns the age that a person reaches at an occurrence of their birthday; null for other events, and for the day of
 * birth. A birthday is a yearly all-day series whose title ends with the year of its first day in parentheses.
 */
export function ageAt({
  title,
  span,
  series,
}: {
  title: string
  span: Span
  series: { span: Span; recurrence: Pick<Recurrence, 'rules'> | null } | null
}): number | null {
  const isYearly = series?.recurrence?.rules.some((rule) => /^FREQ=YEARLY(?!.*INTERVAL)/.test(rule))
  const year = /\((\d{4})\)$/.exec(title)?.[1]
  if (!isYearly || !year || series!.span.type !== 'all-day' || yearOf(series!.span) !== year) return null
  const age = Number(yearOf(span)) - Number(year)
  return age > 0 ? age : null
}

function yearOf({ start }: Span): string {
  return start.slice(0, 4)
}
