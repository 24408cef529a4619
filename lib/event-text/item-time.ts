import type { useTranslations } from 'next-intl'
import { DAY } from '@/lib/calendar/day'
import { type DateFormat, joinParts, mediumDay } from '@/lib/calendar/format'
import { exactTime } from '@/lib/calendar/format-time'
import { FLAG, type Item } from '@/lib/calendar/tuple'

/** Formats the time of an occurrence for lists: `Sat, 21 Nov, 09:00 – 10:00`. `today`: a day number. */
export function formatItemTime(
  item: Pick<Item, 'start' | 'end' | 'flags' | 'startOffset' | 'endOffset'>,
  format: DateFormat,
  today: number,
  t: ReturnType<typeof useTranslations<'event'>>,
): string {
  const { start, end, flags, startOffset, endOffset } = item
  const isAllDay = Boolean(flags & FLAG.allDay)
  const first = Math.floor(start / DAY)
  const last = isAllDay ? end / DAY - 1 : Math.floor(end / DAY)
  const day = (number: number) => mediumDay(number, format.locale, today)
  if (isAllDay) return first === last ? day(first) : t('fromTo', { from: day(first), to: day(last) })
  const from = joinParts([day(first), exactTime(start, format, startOffset)], format.locale)
  if (start === end && startOffset === endOffset) return from
  const to = exactTime(end, format, endOffset)
  return t('fromTo', { from, to: first === last ? to : joinParts([day(last), to], format.locale) })
}
