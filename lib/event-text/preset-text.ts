import type { useTranslations } from 'next-intl'
import { type Day, dayNumber } from '@/lib/calendar/day'
import { weekdayNames, yearlyDate } from '@/lib/calendar/format'
import type { Preset } from '@/lib/calendar/series/presets'
import type { Viewer } from '@/lib/schemas/users'

/** Returns the text of a common recurrence that starts on a day: "Every week on Tuesday". */
export function presetText(
  preset: Preset,
  day: Day,
  { locale }: Viewer,
  t: ReturnType<typeof useTranslations<'repeatEditor'>>,
): string {
  const number = dayNumber(day)
  const date = Number(day.slice(8))
  const short = weekdayNames(1, locale, 'short')
  // 1970-01-01 was a Thursday.
  const weekday = weekdayNames(1, locale, 'long')[(((number + 3) % 7) + 7) % 7]!
  return t(`presets.${preset}`, {
    weekday,
    date,
    nth: String(Math.ceil(date / 7)),
    from: short[0]!,
    to: short[4]!,
    day: yearlyDate(Number(day.slice(5, 7)), date, locale),
  })
}
