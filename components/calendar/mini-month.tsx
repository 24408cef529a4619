'use client'
'use no memo'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { rangeQueryOptions } from '@/components/live/ranges'
import { ChevronLeft, ChevronRight } from '@/components/ui/icons'
import { itemsByDay } from '@/lib/calendar/agenda'
import { dayNumber, dayOf, isDay } from '@/lib/calendar/day'
import { dateNumber, longDate, monthTitle, weekdayNames } from '@/lib/calendar/format'
import { addMonths, monthGrid } from '@/lib/calendar/month'
import { toItems } from '@/lib/calendar/tuple'
import { daysOfView } from '@/lib/calendar/views'
import { visibleItems } from '@/lib/calendar/visible'
import type { Viewer } from '@/lib/schemas/users'
import type { CalendarRoute } from './calendar-route'
import styles from './mini-month.module.css'

/** A small month to choose a day. Marks days with events and the days of the view. */
export function MiniMonth({
  route,
  viewer,
  today,
  onGo,
}: {
  route: CalendarRoute
  viewer: Viewer
  today: number
  onGo(day: number): void
}) {
  const t = useTranslations('calendar')
  const { locale, weekStart, timeZone } = viewer
  const routeDay = dayNumber(route.date)
  /** `takesFocus`: whether a key moved to the day, so that its button gets the focus. */
  const [focused, setFocused] = useState({ day: routeDay, routeDate: route.date, takesFocus: false })
  // Follows navigation in the view.
  if (focused.routeDate !== route.date)
    setFocused({ day: routeDay, routeDate: route.date, takesFocus: false })
  const date = dayOf(focused.day)
  const grid = monthGrid(date, weekStart)
  const shown = daysOfView(route.view, route.date, weekStart)
  const { data } = useQuery(rangeQueryOptions(grid))
  // With the locations, as in the views: `toItems` reuses an item only if it has the same location.
  const items = data && toItems(data.tuples, timeZone, data.locations)
  const busy = data && items && itemsByDay(visibleItems(items, data.calendars), grid)
  const table = useRef<HTMLTableElement>(null)

  useEffect(() => {
    if (focused.takesFocus) table.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [focused])

  const focusDay = (day: number, takesFocus: boolean) => {
    if (isDay(dayOf(day))) setFocused({ day, routeDate: route.date, takesFocus })
  }
  const turnMonths = (months: -1 | 1) => focusDay(dayNumber(addMonths(date, months)), false)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const week = grid.weeks.findLast((first) => first <= focused.day)!
    const next = {
      ArrowLeft: focused.day - forward,
      ArrowRight: focused.day + forward,
      ArrowUp: focused.day - 7,
      ArrowDown: focused.day + 7,
      Home: week,
      End: week + 6,
      PageUp: dayNumber(addMonths(date, -1)),
      PageDown: dayNumber(addMonths(date, 1)),
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    focusDay(next, true)
  }

  return (
    <section className={styles.mini} aria-label={t('miniMonth')}>
      <header>
        <h2 aria-live="polite">{monthTitle(date, locale)}</h2>
        <button
          type="button"
          className={`button quiet icon ${styles.turn}`}
          onClick={() => turnMonths(-1)}
          aria-label={t('earlierMonth')}
        >
          <ChevronLeft size={16} className="flips" />
        </button>
        <button
          type="button"
          className={`button quiet icon ${styles.turn}`}
          onClick={() => turnMonths(1)}
          aria-label={t('laterMonth')}
        >
          <ChevronRight size={16} className="flips" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys move between its days, as in an ARIA grid */}
      <table role="grid" aria-label={monthTitle(date, locale)} ref={table} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weekdayNames(weekStart, locale, 'long').map((name, index) => (
              <th key={name} scope="col" abbr={name}>
                {weekdayNames(weekStart, locale, 'narrow')[index]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.weeks.map((week) => (
            <tr key={week}>
              {Array.from({ length: 7 }, (_, column) => week + column).map((day) => {
                const names = [
                  day >= shown.from &&
                    day < shown.to &&
                    (route.view === 'week' || route.view === 'day') &&
                    styles.shown,
                  (day < grid.month.from || day >= grid.month.to) && styles.outside,
                  day === routeDay && styles.here,
                ]
                return (
                  <td key={day} className={names.filter(Boolean).join(' ') || undefined}>
                    {/* biome-ignore lint/a11y/useButtonType: it is not in a form, and 42 of them are in the page */}
                    <button
                      tabIndex={day === focused.day ? 0 : -1}
                      aria-label={
                        busy?.has(day)
                          ? t('dayWithEvents', { day: longDate(day, locale) })
                          : longDate(day, locale)
                      }
                      aria-current={day === today ? 'date' : undefined}
                      onClick={() => onGo(day)}
                    >
                      {dateNumber(day, locale)}
                      {busy?.has(day) && <i />}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
