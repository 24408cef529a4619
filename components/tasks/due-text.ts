import type { useTranslations } from 'next-intl'
import { DAY, type WallMs } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { shortTime } from '@/lib/calendar/format-time'
import { type Due, dueWall } from '@/lib/calendar/tasks/due'
import type { ZonedDateFormat } from '@/lib/event-text/when-text'

/** Returns when a task is due: "Tomorrow, 17:00". */
export function dueText(
  due: Due,
  viewer: ZonedDateFormat,
  now: WallMs,
  t: ReturnType<typeof useTranslations<'tasks'>>,
): string {
  const wall = dueWall(due, viewer.timeZone)
  const [day, today] = [Math.floor(wall / DAY), Math.floor(now / DAY)]
  const names = { [-1]: t('yesterday'), 0: t('today'), 1: t('tomorrow') }
  const text = names[(day - today) as -1 | 0 | 1] ?? mediumDay(day, viewer.locale, today)
  return due.time === null ? text : t('dayAndTime', { day: text, time: shortTime(wall, viewer) })
}
