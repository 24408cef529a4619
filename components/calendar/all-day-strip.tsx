'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type MouseEvent, useRef } from 'react'
import { DAY } from '@/lib/calendar/day'
import { joinParts, longDay } from '@/lib/calendar/format'
import { layoutWeek } from '@/lib/calendar/layout-week'
import { daysOf, isBar, minEndShiftDays } from '@/lib/calendar/month'
import { findItem, type Item } from '@/lib/calendar/tuple'
import styles from './all-day-strip.module.css'
import { Chip, chipLabel, itemKey } from './chip'
import chip from './chip.module.css'
import { type Drag, distanceOf } from './drag'
import gutter from './gutter.module.css'
import hours from './hours.module.css'
import { MAX_LANES } from './lanes'
import { useMovedFocus } from './moved-focus'
import { usePrinting } from './printing'
import type { ViewProps } from './view-props'

/** Maximum number of lanes: more would leave too little room for the hours. */
const MAX_STRIP_LANES = 4

/** All-day events, above the hours. */
export function AllDayStrip({
  days,
  indexes,
  columnAt,
  drag,
  onCreateAllDay,
  ...props
}: ViewProps & {
  days: number[]
  /** The index of each item in `items`. */
  indexes: ReadonlyMap<Item, number>
  columnAt(x: number): number | undefined
  /** A drag in the strip or the hours below. */
  drag: Drag | null
  /** Opens the editor for an all-day event from one day to another, both inclusive. */
  onCreateAllDay(from: number, to: number): void
}) {
  const { items, calendars, viewer } = props
  const t = useTranslations('calendar')
  const strip = useRef<HTMLDivElement>(null)
  const movedByKey = useMovedFocus(strip, items)
  const dragged = drag?.item ? findItem(items, drag.item) : undefined

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = (event.target as HTMLElement).dataset.item
    const item = index ? items[Number(index)] : undefined
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const shift = { ArrowLeft: -forward, ArrowRight: forward }[event.key]
    if (event.key !== 'Alt' && event.key !== 'Shift') movedByKey.current = null
    if (!item || !shift || !event.altKey) return
    event.preventDefault()
    const edge = event.shiftKey ? 'end' : 'all'
    const allowed = edge === 'end' ? Math.max(shift, minEndShiftDays(item)) : shift
    if (!allowed || !props.onGrab(item)) return
    movedByKey.current = item
    props.onMove(item, { by: allowed * DAY, edge }, true)
  }

  const onClick = (event: MouseEvent<HTMLElement>) => {
    movedByKey.current = null
    const target = event.target as HTMLElement
    const item = target.closest<HTMLElement>('[data-item]')?.dataset.item
    const day = columnAt(event.clientX)
    if (item) props.onOpen(items[Number(item)]!)
    else if (day === undefined || !target.closest('[data-strip]')) return
    else if (target.closest('[data-more]')) props.onMore(day)
    else onCreateAllDay(day, day)
  }

  const maxLanes = usePrinting() ? MAX_LANES : MAX_STRIP_LANES
  const layout = layoutWeek(items.filter(isBar), days[0]!, maxLanes, days.length)
  const { segments, more: hiddenCounts } = layout
  const usedLanes = segments.map(({ lane }) => lane + 1)
  const lanes = Math.max(...usedLanes, hiddenCounts.some(Boolean) ? maxLanes : 0, 1)
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid of hours
    // biome-ignore lint/a11y/useFocusableInteractive: the grid's focus is on its days
    <div
      className={`${hours.row} ${styles.strip}`}
      data-all-day=""
      role="row"
      ref={strip}
      data-dragging={drag?.from.area === 'days' ? (drag.item === null ? 'new' : drag.edge) : undefined}
      style={{ '--lanes': lanes } as React.CSSProperties}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div className={`${gutter.gutter} ${gutter.allDay}`} role="rowheader">
        {t('allDay')}
      </div>
      {days.map((day, column) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        <div
          key={day}
          role="gridcell"
          className={`${chip.cell} ${styles.day}${drag && isTarget(drag, day) ? ` ${styles.target}` : ''}`}
          data-strip={day}
          aria-label={joinParts([longDay(day, viewer.locale), t('allDay')], viewer.locale)}
        >
          {segments
            .filter((segment) => segment.column === column)
            .map((segment) => (
              <Chip
                key={itemKey(segment.item, indexes.get(segment.item)!)}
                index={indexes.get(segment.item)!}
                segment={segment}
                calendars={calendars}
                format={viewer}
                label={chipLabel(segment.item, calendars, viewer, t, true)}
                isTabStop
                isDragged={segment.item === dragged}
                isResizable={props.isMovable(segment.item)}
              />
            ))}
          {hiddenCounts[column]! > 0 && (
            <button
              type="button"
              data-more=""
              style={{ '--lane': maxLanes - 1 } as React.CSSProperties}
              aria-label={t('moreOn', { count: hiddenCounts[column]!, day: longDay(day, viewer.locale) })}
            >
              {t('more', { count: hiddenCounts[column]! })}
            </button>
          )}
        </div>
      ))}
    </div>
  )
}

function isTarget(drag: Drag, day: number): boolean {
  const { item, from, to, edge } = drag
  if (to?.area !== 'days') return false
  if (!item) return Math.min(from.at, to.at) <= day && day <= Math.max(from.at, to.at)
  if (from.area === 'hours') return day === to.at
  const { first, last } = daysOf(item)
  const shift = distanceOf(drag)
  if (edge === 'end') return first <= day && day <= Math.max(first, last + shift)
  return first + shift <= day && day <= last + shift
}
