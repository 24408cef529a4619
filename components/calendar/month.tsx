'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { dayNumber, dayOf } from '@/lib/calendar/day'
import { dayInGrid, longDay, weekdayNames } from '@/lib/calendar/format'
import { addMonths, daysOf, isBar, layoutWeek, type MonthGrid } from '@/lib/calendar/month'
import type { CalendarTuple, Item } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { Chip, chipLabel } from './chip'
import { type Drag, useDrag } from './drag'
import { useLanes } from './lanes'
import type { Edge } from './move'
import './month.css'
import './lanes.css'

export interface MonthProps {
  grid: MonthGrid
  items: Item[]
  calendars: CalendarTuple[]
  viewer: Viewer
  /** Day numbers. */
  today: number
  focused: number
  initialLanes: number
  onFocus(day: number): void
  onOpen(item: Item): void
  onCreate(day: number): void
  onMore(day: number): void
  /** Moves an item, or its end, by days. */
  onMove(item: Item, days: number, edge: Edge, byKey: boolean): void
  /** Whether an item may be changed at all. */
  isMovable(item: Item): boolean
  /** Whether an item may be dragged; asked when it is pressed, so that its details can be fetched meanwhile. */
  onTake(item: Item): boolean
}

/** A month as a grid of days. Arrow keys go from day to day, Enter makes an event, Tab goes through a day's events. */
export function Month(props: MonthProps) {
  const { grid, items, calendars, viewer, today, focused } = props
  const t = useTranslations('calendar')
  const weeks = useRef<HTMLDivElement>(null)
  const lanes = useLanes(weeks, grid.weeks.length, props.initialLanes)
  const { drag, handlers, wasDrag } = useDrag(
    (index) => props.onTake(items[index]!),
    (index, days, edge) => {
      const least = edge === 'end' ? shortest(items[index]!) : Number.NEGATIVE_INFINITY
      const far = Math.max(days, least)
      if (far) props.onMove(items[index]!, far, edge, false)
    },
  )
  const carried = drag && items[drag.index]
  const position = new Map(items.map((item, index) => [item, index]))
  const wantsFocus = useRef(false)

  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    weeks.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus()
  }, [focused])

  // A chip that goes to another day is another element: the focus is brought along, until one goes on oneself.
  const movedByKey = useRef<Item | null>(null)
  useEffect(() => {
    const moved = movedByKey.current
    const index = moved
      ? items.findIndex(({ id, occurrence }) => id === moved.id && occurrence === moved.occurrence)
      : -1
    if (index >= 0) weeks.current?.querySelector<HTMLElement>(`[data-item="${index}"]`)?.focus()
  }, [items])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const item = target.dataset.item ? items[Number(target.dataset.item)] : undefined
    const forward = getComputedStyle(target).direction === 'rtl' ? -1 : 1
    const days = { ArrowLeft: -forward, ArrowRight: forward, ArrowUp: -7, ArrowDown: 7 }[event.key]
    if (item && days && event.altKey) {
      event.preventDefault()
      const edge = event.shiftKey ? 'end' : 'all'
      const far = edge === 'end' ? Math.max(days, shortest(item)) : days
      if (!far || (edge === 'end' && !isBar(item)) || !props.onTake(item)) return
      movedByKey.current = item
      props.onMove(item, far, edge, true)
      return
    }
    if (event.key !== 'Alt' && event.key !== 'Shift') movedByKey.current = null
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = days ? focused + days : keyDay(event, focused, grid)
    if (next !== undefined) {
      event.preventDefault()
      wantsFocus.current = true
      props.onFocus(next)
    } else if (target.dataset.day && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      props.onCreate(Number(target.dataset.day))
    }
  }

  const onClick = (event: MouseEvent<HTMLElement>) => {
    movedByKey.current = null
    if (wasDrag()) return
    const target = event.target as HTMLElement
    const item = target.closest<HTMLElement>('[data-item]')?.dataset.item
    const day = target.closest<HTMLElement>('[data-day]')?.dataset.day
    if (item) props.onOpen(items[Number(item)]!)
    else if (day && target.closest('.more')) props.onMore(Number(day))
    else if (day) props.onCreate(Number(day))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of days that the arrow keys walk is ARIA's grid, not a table
    <div className="month" role="grid" aria-label={t('grid')} data-dragging={drag?.edge}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid's focus is on its days */}
      <div className="weekdays" role="row">
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
        className="weeks"
        role="rowgroup"
        ref={weeks}
        onClick={onClick}
        onKeyDown={onKeyDown}
        {...handlers}
      >
        {grid.weeks.map((week) => {
          const { segments, more } = layoutWeek(items, week, lanes)
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div className="week" role="row" key={week}>
              {more.map((hidden, column) => {
                const day = week + column
                const outside = day < grid.month.from || day >= grid.month.to
                const dropped = drag !== null && carried && isTarget(carried, drag, day)
                return (
                  // biome-ignore lint/a11y/useSemanticElements: as above
                  <div
                    key={day}
                    role="gridcell"
                    className={`day${outside ? ' outside' : ''}${day === today ? ' today' : ''}${dropped ? ' target' : ''}`}
                    data-day={day}
                    tabIndex={day === focused ? 0 : -1}
                    aria-label={longDay(day, viewer.locale)}
                    aria-current={day === today ? 'date' : undefined}
                  >
                    <span className="number" aria-hidden="true">
                      {dayInGrid(day, viewer.locale)}
                    </span>
                    {segments
                      .filter((segment) => segment.column === column)
                      .map((segment) => (
                        <Chip
                          key={position.get(segment.item)}
                          index={position.get(segment.item)!}
                          segment={segment}
                          calendar={calendars[segment.item.calendar]!}
                          style={viewer}
                          label={chipLabel(segment.item, calendars, viewer, t)}
                          reachable={day === focused}
                          carried={segment.item === carried}
                          grip={props.isMovable(segment.item)}
                        />
                      ))}
                    {hidden > 0 && (
                      // biome-ignore lint/a11y/useButtonType: as in a chip
                      <button
                        className={`more l-${lanes - 1}`}
                        tabIndex={day === focused ? 0 : -1}
                        aria-label={t('moreOn', { count: hidden, day: longDay(day, viewer.locale) })}
                      >
                        {t('more', { count: hidden })}
                      </button>
                    )}
                  </div>
                )
              })}
            </div>
          )
        })}
      </div>
      {drag?.edge === 'all' && carried && (
        <div
          className={`chip bar ghost c-${carried.color || calendars[carried.calendar]![2]}`}
          style={{ left: drag.x + 10, top: drag.y + 8 }}
          aria-hidden="true"
        >
          <span className="title">{carried.title || t('untitled')}</span>
        </div>
      )}
    </div>
  )
}

/** Days that Home, End, PageUp and PageDown go to. */
function keyDay({ key }: KeyboardEvent, focused: number, grid: MonthGrid): number | undefined {
  const week = grid.weeks.findLast((first) => first <= focused)
  switch (key) {
    case 'Home':
      return week
    case 'End':
      return week === undefined ? undefined : week + 6
    case 'PageUp':
      return sameDay(focused, grid, -1)
    case 'PageDown':
      return sameDay(focused, grid, 1)
    default:
      return undefined
  }
}

/** The same day of another month, or that month's last when it is shorter. */
function sameDay(focused: number, grid: MonthGrid, months: -1 | 1): number {
  const first = dayOf(grid.month.from)
  const next = addMonths(first, months)
  return Math.min(dayNumber(next) + focused - grid.month.from, dayNumber(addMonths(next, 1)) - 1)
}

function isTarget(item: Item, { days, edge }: Drag, day: number): boolean {
  const { first, last } = daysOf(item)
  if (edge === 'end') return first <= day && day <= Math.max(first, last + days)
  return first + days <= day && day <= last + days
}

/** By how many days an item can be shortened: to the one that it begins on. */
function shortest(item: Item): number {
  const { first, last } = daysOf(item)
  return first - last
}
