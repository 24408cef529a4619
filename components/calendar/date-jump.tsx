'use client'

import { useTranslations } from 'next-intl'
import { useLayoutEffect, useRef, useState } from 'react'
import { useDateParser } from '@/components/typed-dates/use-date-parser'
import { isComposing } from '@/components/ui/composing'
import { Dialog } from '@/components/ui/dialog'
import { DAY, dayNumber, type WallMs } from '@/lib/calendar/day'
import { longDay, yearlyDate } from '@/lib/calendar/format'
import { parseTypedDay } from '@/lib/calendar/typed-day'
import type { Viewer } from '@/lib/schemas/users'
import type { CalendarRoute } from './calendar-route'
import styles from './date-jump.module.css'
import { MiniMonth } from './mini-month'

/** Goes to any date: typed, or chosen in a small month. Opens below the title of the view. */
export function DateJump({
  title,
  route,
  viewer,
  wall,
  onGo,
  onClose,
}: {
  /** The button that opened it. */
  title: HTMLElement | null
  route: CalendarRoute
  viewer: Viewer
  /** The viewer's wall clock. */
  wall: WallMs
  onGo(day: number): void
  onClose(): void
}) {
  const t = useTranslations('calendar')
  const today = Math.floor(wall / DAY)
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (!title) return
    const { left, right, bottom } = title.getBoundingClientRect()
    const isRtl = getComputedStyle(title).direction === 'rtl'
    const { style } = field.current!.closest('dialog')!
    style.setProperty('--top', `${bottom + 6}px`)
    style.setProperty('--start', `${isRtl ? document.documentElement.clientWidth - right : left}px`)
  }, [title])
  const parser = useDateParser(viewer.locale) ?? null
  const typed = parseTypedDay(text, viewer.locale, parser, wall)
  const go = (day: number) => {
    onClose()
    onGo(day)
  }
  return (
    <Dialog label={t('miniMonth')} onClose={onClose} className={styles.jump}>
      <input
        ref={field}
        className="input"
        data-autofocus=""
        aria-label={t('typeDate')}
        placeholder={t('dateExample', { date: yearlyDate(12, 24, viewer.locale) })}
        autoComplete="off"
        dir="auto"
        maxLength={100}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || isComposing(event.nativeEvent)) return
          // Otherwise the key would press the title, which gets the focus back, and open this dialog again.
          event.preventDefault()
          if (typed) go(dayNumber(typed))
        }}
      />
      <p className={styles.typed} role="status">
        {text.trim() && (typed ? longDay(dayNumber(typed), viewer.locale) : t('noDate'))}
      </p>
      <MiniMonth route={typed ? { ...route, date: typed } : route} viewer={viewer} today={today} onGo={go} />
    </Dialog>
  )
}
