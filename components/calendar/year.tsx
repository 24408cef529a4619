'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { dayNumber, dayOf } from '@/lib/calendar/day'
import { monthGrid } from '@/lib/calendar/month'
import { monthsOfYear } from '@/lib/calendar/views'
import { keyDay } from './month-days'
import type { ViewProps } from './view-props'
import styles from './year.module.css'
import { YearMonth } from './year-month'

/**
 * Year view: twelve months with a dot for each of a day's first events. Arrow keys move between days, Enter opens the
 * day, and the name of a month opens that month.
 */
export function Year(props: ViewProps) {
  const { date, viewer } = props
  const t = useTranslations('calendar')
  const year = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)
  const focused = dayNumber(date)

  // Phones show a few months at a time.
  const initial = useRef(focused)
  useEffect(() => {
    const day = year.current?.querySelector(`[data-day="${initial.current}"]`)
    day?.closest('section')?.scrollIntoView({ block: 'nearest' })
  }, [])

  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    year.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus()
  }, [focused])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (!(event.target as HTMLElement).dataset.day) return
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const days = { ArrowLeft: -forward, ArrowRight: forward, ArrowUp: -7, ArrowDown: 7 }[event.key]
    const next = days ? focused + days : keyDay(event, focused, monthGrid(date, viewer.weekStart))
    if (next === undefined) return
    event.preventDefault()
    wantsFocus.current = true
    props.onGoTo(next)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div className={styles.year} ref={year} onKeyDown={onKeyDown} role="group" aria-label={t('views.year')}>
      {monthsOfYear(dayOf(focused)).map((first) => (
        <YearMonth key={first} first={first} focused={focused} {...props} />
      ))}
    </div>
  )
}
