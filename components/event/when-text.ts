import type { useTranslations } from 'next-intl'
import { DAY } from '@/lib/calendar/day'
import { fullTime, mediumDay } from '@/lib/calendar/format'
import { type Span, wallsOf } from '@/lib/calendar/span'
import type { Viewer } from '@/lib/schemas/users'

/** When something is, in the viewer's clock. `today`: a day number; dates of its year go without the year. */
export function whenText(
  span: Span,
  viewer: Viewer,
  today: number,
  t: ReturnType<typeof useTranslations<'event'>>,
): string {
  const { start, end } = wallsOf(span, viewer.timeZone)
  const first = Math.floor(start / DAY)
  const last = span.type === 'all-day' ? end / DAY - 1 : Math.floor(end / DAY)
  const day = (number: number) => mediumDay(number, viewer.locale, today)
  if (span.type === 'all-day')
    return first === last ? day(first) : t('fromTo', { from: day(first), to: day(last) })
  const from = `${day(first)}, ${fullTime(start, viewer)}`
  if (start === end) return from
  return t('fromTo', {
    from,
    to: first === last ? fullTime(end, viewer) : `${day(last)}, ${fullTime(end, viewer)}`,
  })
}
