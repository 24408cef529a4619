'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useRef, useState } from 'react'
import { addDays, type Day, dayNumber, dayOf } from '@/lib/calendar/day'
import { dateNumber, longDay, monthTitle, weekdayNames } from '@/lib/calendar/format'
import { addMonths, monthGrid } from '@/lib/calendar/month'
import type { Viewer } from '@/lib/schemas/users'
import styles from './date-picker.module.css'

/** A month in which dates are proposed. Keys move as in a date grid (ARIA): arrows by day, Page keys by month. */
export function DatePicker({
  chosen,
  today,
  viewer,
  onToggle,
}: {
  chosen: ReadonlySet<Day>
  today: Day
  viewer: Viewer
  onToggle(day: Day): void
}) {
  const t = useTranslations('gatheringForm')
  const [focused, setFocused] = useState(today)
  const grid = useRef<HTMLTableElement>(null)
  const month = `${focused.slice(0, 7)}-01`
  const { from, to } = monthGrid(month, viewer.weekStart)
  const weeks = Array.from({ length: (to - from) / 7 }, (_, week) =>
    Array.from({ length: 7 }, (__, index) => from + 7 * week + index),
  )
  const move = (day: Day) => {
    const next = day < today ? today : day
    setFocused(next)
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus())
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const by = { ArrowLeft: -forward, ArrowRight: forward, ArrowUp: -7, ArrowDown: 7 }[event.key]
    const months = { PageUp: -1, PageDown: 1 }[event.key]
    if (by === undefined && months === undefined) return
    event.preventDefault()
    move(months === undefined ? addDays(focused, by!) : addMonths(focused, months))
  }
  return (
    <div className={styles.picker}>
      <div className={styles.head}>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('monthBefore')}
          disabled={month <= today}
          onClick={() => setFocused(addMonths(month, -1) < today ? today : addMonths(month, -1))}
        >
          <ChevronLeft size={16} className="flips" aria-hidden />
        </button>
        <strong aria-live="polite">{monthTitle(month, viewer.locale)}</strong>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('monthAfter')}
          onClick={() => setFocused(addMonths(month, 1))}
        >
          <ChevronRight size={16} className="flips" aria-hidden />
        </button>
      </div>
      <table ref={grid} onKeyDown={onKeyDown} aria-label={monthTitle(month, viewer.locale)}>
        <thead>
          <tr>
            {weekdayNames(viewer.weekStart, viewer.locale, 'short').map((name, index) => (
              <th key={name} scope="col" abbr={weekdayNames(viewer.weekStart, viewer.locale, 'long')[index]}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((days) => (
            <tr key={days[0]}>
              {days.map((number) => {
                const day = dayOf(number)
                return (
                  <td key={number}>
                    {day.slice(0, 7) === month.slice(0, 7) && (
                      <button
                        type="button"
                        data-day={day}
                        data-today={day === today || undefined}
                        aria-label={longDay(dayNumber(day), viewer.locale)}
                        aria-pressed={chosen.has(day)}
                        disabled={day < today}
                        tabIndex={day === focused ? 0 : -1}
                        onClick={() => {
                          setFocused(day)
                          onToggle(day)
                        }}
                      >
                        {dateNumber(number, viewer.locale)}
                      </button>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
