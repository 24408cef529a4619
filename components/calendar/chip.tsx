'use no memo'

import type { useTranslations } from 'next-intl'
import { DAY } from '@/lib/calendar/day'
import { type DateFormat, joinParts, longDay } from '@/lib/calendar/format'
import { exactTime, shortTime } from '@/lib/calendar/format-time'
import type { Segment } from '@/lib/calendar/layout-week'
import { daysOf, isMonthBar } from '@/lib/calendar/month'
import {
  type CalendarTuple,
  calendarAt,
  colorOf,
  FLAG,
  type Item,
  isUntitledBusy,
} from '@/lib/calendar/tuple'
import styles from './chip.module.css'
import { statesOf } from './event-states'
import { OtherCalendarMarks } from './other-calendar-marks'

/** An event in the month: a bar over the days that it touches, or a line on its only day. */
export function Chip({
  index,
  segment,
  calendars,
  format,
  label,
  isTabStop,
  isDragged,
  isResizable,
}: {
  index: number
  segment: Segment
  calendars: CalendarTuple[]
  format: DateFormat
  label: string
  /** Whether Tab stops here. */
  isTabStop: boolean
  /** Whether it is being dragged. */
  isDragged: boolean
  /** Whether the end of the event can be dragged. */
  isResizable: boolean
}) {
  const { item, lane, columns, continuesBefore, continuesAfter } = segment
  const isDrawnAsBar = isMonthBar(item)
  const { flags } = item
  const showsStart = !(flags & FLAG.allDay) && !continuesBefore
  const names = [
    `l-${lane}`,
    columns > 1 && `w-${columns}`,
    `c-${colorOf(item, calendars)}`,
    isDrawnAsBar && styles.bar,
    continuesBefore && styles.continuesBefore,
    continuesAfter && styles.continuesAfter,
    ...statesOf(flags).map((name) => styles[name]),
    isDragged && styles.dragged,
  ]
  return (
    // biome-ignore lint/a11y/useButtonType: it is not in a form, and a month contains hundreds of chips
    <button
      className={names.filter(Boolean).join(' ')}
      data-item={index}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={label}
    >
      <OtherCalendarMarks item={item} calendars={calendars} />
      {showsStart && <small>{shortTime(item.start, format)}</small>}
      <bdi>{item.title || fallbackTitle(label)}</bdi>
      {isDrawnAsBar && isResizable && !continuesAfter && <span data-grip="" />}
    </button>
  )
}

/** Returns a React key that keeps an element and its focus with its event. `index`: position among all items. */
export function itemKey({ id, occurrence }: Item, index: number): string | number {
  return id ? `${id} ${occurrence}` : index
}

/**
 * Returns the accessible name of an event: title, time, calendar, and what its style shows. `hasDay` adds the day, for
 * grids whose cells do not announce it.
 */
export function chipLabel(
  item: Item,
  calendars: CalendarTuple[],
  format: DateFormat,
  t: ReturnType<typeof useTranslations<'calendar'>>,
  hasDay = false,
): string {
  const title = item.title || t(isUntitledBusy(item) ? 'busy' : 'untitled')
  const { first, last } = daysOf(item)
  const when =
    item.flags & FLAG.allDay
      ? t('allDay')
      : item.end !== item.start || item.startOffset !== item.endOffset
        ? `${exactTime(item.start, format, item.startOffset)} – ${exactTime(item.end, format, item.endOffset)}`
        : exactTime(item.start, format, item.startOffset)
  const until =
    last > first ? t('untilDay', { day: longDay(Math.floor((item.end - 1) / DAY), format.locale) }) : ''
  const notes = [
    item.occurrence !== 0 && t('repeats'),
    item.flags & FLAG.private && t('private'),
    item.flags & FLAG.reminder && t('reminder'),
    item.flags & FLAG.done && t('done'),
    item.flags & FLAG.tentative && t('tentative'),
    item.flags & FLAG.cancelled && t('cancelled'),
    item.flags & FLAG.unanswered && t('unanswered'),
    item.flags & FLAG.maybe && t('answeredMaybe'),
    item.flags & FLAG.declined && t('declined'),
    item.flags & FLAG.unclaimed && t('unclaimed'),
  ]
  const day = hasDay && longDay(first, format.locale)
  const places = [item.calendar, ...(item.otherCalendars ?? [])].flatMap(
    (index) => calendarAt(calendars, index)?.name ?? [],
  )
  return joinParts([title, day, when, until, ...places, ...notes], format.locale)
}

/** Returns the first part of a label, in place of a missing title. */
export function fallbackTitle(label: string): string {
  return label.split(/[,،] /)[0]!
}
