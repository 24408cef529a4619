'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { DAY, dayNumber, dayOf } from '@/lib/calendar/day'
import { weekdayNames } from '@/lib/calendar/format'
import { layoutWeek } from '@/lib/calendar/layout-week'
import { isMonthBar, minEndShiftDays, monthGrid } from '@/lib/calendar/month'
import { colorOf, findItem, type Item } from '@/lib/calendar/tuple'
import { distanceOf, useDrag } from './drag'
import { DragGhost } from './drag-ghost'
import { useLanes } from './lanes'
import styles from './month.module.css'
import { isDropTarget, keyDay, monthDayAt } from './month-days'
import { MonthWeek, type WeekLayout } from './month-week'
import { useMovedFocus } from './moved-focus'
import type { ViewProps } from './view-props'

/**
 * Month view. Arrow keys move between days, Enter creates an event, Tab moves through a day's events. Days selected by
 * dragging, or with Shift and arrow keys, become one all-day event.
 */
export function Month(props: ViewProps) {
  const { date, items, calendars, viewer, today } = props
  const grid = useMemo(() => monthGrid(date, viewer.weekStart), [date, viewer.weekStart])
  const focused = dayNumber(date)
  const t = useTranslations('calendar')
  const weeks = useRef<HTMLDivElement>(null)
  const lanes = useLanes(weeks, grid.weeks.length, props.initialLanes)
  const createOnDays = (from: number, to: number) => {
    if (from === to) return props.onCreate(from)
    const [first, last] = [Math.min(from, to), Math.max(from, to)]
    props.onCreate(first, { type: 'all-day', start: dayOf(first), end: dayOf(last + 1) })
  }
  const { drag, handlers } = useDrag(weeks, {
    positionAt: (x, y) => monthDayAt(weeks.current, x, y),
    onGrab: (index) => props.onGrab(items[index]!),
    onDrop(dropped) {
      const { item, edge } = dropped
      const days = distanceOf(dropped)
      const shift = edge === 'end' ? Math.max(days, minEndShiftDays(item)) : days
      if (shift) props.onMove(item, { by: shift * DAY, edge }, false)
    },
    onDraw: ({ from, to }) => createOnDays(from.at, to.at),
  })
  /** The day that a selection by Shift and arrows began with; it ends with the focused day. */
  const [anchor, setAnchor] = useState<number | null>(null)
  const selected = drag?.item === null && drag.to ? [drag.from.at, drag.to.at] : [anchor ?? focused, focused]
  const isSelected = (day: number) => {
    if (drag ? drag.item !== null || !drag.to : anchor === null) return false
    return Math.min(...selected) <= day && day <= Math.max(...selected)
  }
  const dragged = drag?.item && findItem(items, drag.item)
  const isMarked = (day: number) =>
    isSelected(day) || (drag?.to && dragged && isDropTarget(dragged, drag, day))
  const indexes = useMemo(() => new Map(items.map((item, index) => [item, index])), [items])
  const wantsFocus = useRef(false)

  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    weeks.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus()
  }, [focused])

  const movedByKey = useMovedFocus(weeks, items)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const item = target.dataset.item ? items[Number(target.dataset.item)] : undefined
    const forward = getComputedStyle(target).direction === 'rtl' ? -1 : 1
    const days = { ArrowLeft: -forward, ArrowRight: forward, ArrowUp: -7, ArrowDown: 7 }[event.key]
    if (item && days && event.altKey) {
      event.preventDefault()
      const edge = event.shiftKey ? 'end' : 'all'
      const shift = edge === 'end' ? Math.max(days, minEndShiftDays(item)) : days
      if (!shift || (edge === 'end' && !isMonthBar(item)) || !props.onGrab(item)) return
      movedByKey.current = item
      props.onMove(item, { by: shift * DAY, edge }, true)
      return
    }
    if (event.key !== 'Alt' && event.key !== 'Shift') movedByKey.current = null
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Escape') setAnchor(null)
    const next = days ? focused + days : keyDay(event, focused, grid)
    if (next !== undefined) {
      event.preventDefault()
      wantsFocus.current = true
      setAnchor(event.shiftKey && target.dataset.day ? (anchor ?? focused) : null)
      props.onGoTo(next)
    } else if (target.dataset.day && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      setAnchor(null)
      createOnDays(anchor ?? focused, focused)
    }
  }

  const onClick = (event: MouseEvent<HTMLElement>) => {
    movedByKey.current = null
    setAnchor(null)
    const target = event.target as HTMLElement
    const item = target.closest<HTMLElement>('[data-item]')?.dataset.item
    const day = target.closest<HTMLElement>('[data-day]')?.dataset.day
    if (item) props.onOpen(items[Number(item)]!)
    else if (day && target.closest('[data-more]')) props.onMore(Number(day))
    else if (day) props.onCreate(Number(day))
  }

  const weekLayouts = useMemo(
    () => grid.weeks.map((week) => layOut(items, week, lanes)),
    [grid, items, lanes],
  )
  const usedLanes = weekLayouts.reduce((sum, { used }) => sum + used, 0)
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: arrow keys move between its days, as in an ARIA grid */}
      <div
        className={styles.month}
        role="grid"
        aria-label={t('views.month')}
        data-dragging={drag?.item === null ? 'new' : drag?.edge}
        style={{ '--weeks': weekLayouts.length, '--rows': usedLanes } as React.CSSProperties}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the grid's focus is on its days */}
        <div className={styles.weekdays} role="row">
          {weekdayNames(viewer.weekStart, viewer.locale, 'short').map((name) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div role="columnheader" key={name}>
              {name}
            </div>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div
          className={styles.weeks}
          role="rowgroup"
          ref={weeks}
          onClick={onClick}
          onKeyDown={onKeyDown}
          {...handlers}
        >
          {weekLayouts.map((row) => {
            const columns = row.more.map((_, column) => column)
            const inWeek = (day: number) => (columns.includes(day - row.week) ? day : null)
            return (
              <MonthWeek
                key={row.week}
                layout={row}
                month={grid.month}
                lanes={lanes}
                indexes={indexes}
                calendars={calendars}
                viewer={viewer}
                past={Math.min(Math.max(today - row.week, 0), columns.length)}
                today={inWeek(today)}
                focused={inWeek(focused)}
                marked={columns.reduce(
                  (bits, column) => bits | (isMarked(row.week + column) ? 1 << column : 0),
                  0,
                )}
                isSelecting={anchor !== null}
                dragged={row.segments.find(({ item }) => item === dragged)?.item}
                isMovable={props.isMovable}
              />
            )
          })}
        </div>
        {drag?.edge === 'all' && dragged && (
          <DragGhost color={colorOf(dragged, calendars)} drag={drag} title={dragged.title || t('untitled')} />
        )}
      </div>
      {/* Outside the grid, whose children must be rows. */}
      <p className="visually-hidden" aria-live="polite">
        {anchor !== null &&
          anchor !== focused &&
          t('daysSelected', { count: Math.abs(anchor - focused) + 1 })}
      </p>
    </>
  )
}

/** Lays out a week, and counts the lanes that it uses. */
function layOut(items: readonly Item[], week: number, lanes: number): WeekLayout {
  const { segments, more } = layoutWeek(items, week, lanes)
  const used = more.some(Boolean) ? lanes : Math.max(0, ...segments.map(({ lane }) => lane + 1))
  return { week, segments, more, used }
}
