'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { rangeQueryOptions } from '@/components/live/ranges'
import { itemsByDay } from '@/lib/calendar/agenda'
import type { Day } from '@/lib/calendar/day'
import { dateNumber, longDate, monthName, weekdayNames } from '@/lib/calendar/format'
import { monthGrid } from '@/lib/calendar/month'
import { colorOf, type Item, type Range, toItems } from '@/lib/calendar/tuple'
import { visibleItems } from '@/lib/calendar/visible'
import { calendarPath, showRoute } from './calendar-route'
import type { ViewProps } from './view-props'
import styles from './year.module.css'

/** Maximum number of dots of a day. */
const MAX_DOTS = 3

/** A month of the year view. It loads its days itself. */
export function YearMonth({
  first,
  focused,
  viewer,
  today,
  onDay,
}: Pick<ViewProps, 'viewer' | 'today' | 'onDay'> & {
  /** The first day of the month. */
  first: Day
  /** The day number of the page's date, which is the Tab stop of the year. */
  focused: number
}) {
  const t = useTranslations('calendar')
  const { locale, weekStart, timeZone } = viewer
  const grid = useMemo(() => monthGrid(first, weekStart), [first, weekStart])
  const { data } = useQuery(rangeQueryOptions(grid))
  const itemsOfDay = useMemo(
    () =>
      data &&
      itemsByDay(visibleItems(toItems(data.tuples, timeZone, data.locations), data.calendars), grid.month),
    [data, timeZone, grid],
  )
  const route = { view: 'month', date: first } as const
  return (
    <section className={styles.month} data-current={isWithin(today, grid.month) || undefined}>
      <h2>
        <a
          href={calendarPath(route)}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            showRoute(route)
          }}
        >
          {monthName(first, locale)}
        </a>
      </h2>
      <div className={styles.weekdays} aria-hidden>
        {weekdayNames(weekStart, locale, 'narrow').map((name, index) => (
          <span key={index}>{name}</span>
        ))}
      </div>
      <div className={styles.days}>
        {Array.from({ length: grid.month.to - grid.month.from }, (_, index) => {
          const day = grid.month.from + index
          const items = itemsOfDay?.get(day) ?? []
          return (
            // biome-ignore lint/a11y/useButtonType: it is not in a form, and a year contains 365 of them
            <button
              key={day}
              // The column of the first weekday.
              style={index === 0 ? { gridColumnStart: grid.month.from - grid.from + 1 } : undefined}
              data-day={day}
              tabIndex={day === focused ? 0 : -1}
              aria-current={day === today ? 'date' : undefined}
              aria-label={
                items.length
                  ? t('dayWithCount', { day: longDate(day, locale), count: items.length })
                  : longDate(day, locale)
              }
              onClick={() => onDay(day)}
            >
              {dateNumber(day, locale)}
              {items.length > 0 && <Dots items={items} calendars={data!.calendars} />}
            </button>
          )
        })}
      </div>
    </section>
  )
}

/** The colors of a day's first events. */
function Dots({ items, calendars }: { items: readonly Item[]; calendars: Range['calendars'] }) {
  return (
    <span className={styles.dots}>
      {items.slice(0, MAX_DOTS).map((item, index) => (
        <i key={index} className={`c-${colorOf(item, calendars)}`} />
      ))}
    </span>
  )
}

function isWithin(day: number, { from, to }: { from: number; to: number }): boolean {
  return from <= day && day < to
}
