'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { dayInGrid, longDay } from '@/lib/calendar/format'
import type { Segment } from '@/lib/calendar/layout-week'
import type { CalendarTuple, Item } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { Chip, chipLabel, itemKey } from './chip'
import chip from './chip.module.css'
import styles from './month.module.css'

/**
 * The layout of a week. `more`: number of hidden events of each day; `used`: number of lanes with events, which
 * determines the height of the printed week.
 */
export interface WeekLayout {
  week: number
  segments: Segment[]
  more: number[]
  used: number
}

/**
 * A row of the month. Every prop stays the same for a row that a focus, a drag or an edit in another row does not
 * affect, so React skips it: an interaction in a month of a thousand events redraws one or two rows.
 */
export const MonthWeek = memo(function MonthWeek({
  layout: { week, segments, more, used },
  month,
  lanes,
  indexes,
  calendars,
  viewer,
  past,
  today,
  focused,
  marked,
  isSelecting,
  dragged,
  isMovable,
}: {
  layout: WeekLayout
  /** Day numbers of the first of the month and of the next. */
  month: { from: number; to: number }
  lanes: number
  /** Index of each item among all items. */
  indexes: ReadonlyMap<Item, number>
  calendars: CalendarTuple[]
  viewer: Viewer
  /** Number of columns before today. */
  past: number
  /** A day number, or null if that day is in another week; the same for `focused`. */
  today: number | null
  focused: number | null
  /** A bit for each column that a drag or a selection covers. */
  marked: number
  /** Whether the marked days are a selection by keyboard. */
  isSelecting: boolean
  /** The item being dragged, if it is drawn in this week. */
  dragged: Item | undefined
  isMovable(item: Item): boolean
}) {
  const t = useTranslations('calendar')
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the month's grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid's focus is on its days
    <div className={styles.week} role="row" style={{ '--used': used } as React.CSSProperties}>
      {more.map((hidden, column) => {
        const day = week + column
        const isMarked = Boolean(marked & (1 << column))
        const classes = [
          chip.cell,
          (day < month.from || day >= month.to) && styles.outside,
          column < past && styles.past,
          day === today && styles.today,
          isMarked && styles.target,
        ]
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div
            key={day}
            role="gridcell"
            className={classes.filter(Boolean).join(' ')}
            data-day={day}
            tabIndex={day === focused ? 0 : -1}
            aria-label={longDay(day, viewer.locale)}
            aria-current={day === today ? 'date' : undefined}
            aria-selected={(isSelecting && isMarked) || undefined}
          >
            <span aria-hidden="true">{dayInGrid(day, viewer.locale)}</span>
            {segments
              .filter((segment) => segment.column === column)
              .map((segment) => (
                <Chip
                  key={itemKey(segment.item, indexes.get(segment.item)!)}
                  index={indexes.get(segment.item)!}
                  segment={segment}
                  calendars={calendars}
                  format={viewer}
                  label={chipLabel(segment.item, calendars, viewer, t)}
                  isTabStop={day === focused}
                  isDragged={segment.item === dragged}
                  isResizable={isMovable(segment.item)}
                />
              ))}
            {hidden > 0 && (
              // biome-ignore lint/a11y/useButtonType: as in a chip
              <button
                // Replaced when the number of lanes changes: a button that moves would count as a layout shift.
                key={lanes}
                className={`l-${lanes - 1}`}
                data-more=""
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
})
