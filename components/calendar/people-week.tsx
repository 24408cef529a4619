'use client'

import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { dayNumber, weekday } from '@/lib/calendar/day'
import { joinParts, longDay } from '@/lib/calendar/format'
import { itemsOfDay } from '@/lib/calendar/item-order'
import { daysOfView } from '@/lib/calendar/views'
import { DayHead } from './day-head'
import type { PeopleProps } from './people-props'
import styles from './people-week.module.css'
import { PersonChips } from './person-chips'
import { PersonHead } from './person-head'
import { usePrinting } from './printing'

/** Maximum number of events in a cell. */
const MAX_CHIPS = 8

/** A row for each person, with seven days. Arrow keys move between cells, Enter creates an event. */
export function PeopleWeek(props: PeopleProps) {
  const { date, items, columns, target, viewer, today } = props
  const { from } = daysOfView('week', date, viewer.weekStart)
  const days = Array.from({ length: 7 }, (_, index) => from + index)
  const focusedDay = dayNumber(date)
  const [row, setRow] = useState(0)
  const focusedRow = Math.min(row, columns.length - 1)
  const body = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)
  const indexes = useMemo(() => new Map(items.map((item, index) => [item, index])), [items])
  const max = usePrinting() ? Number.POSITIVE_INFINITY : MAX_CHIPS

  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    body.current?.querySelector<HTMLElement>(`[data-row="${focusedRow}"][data-day="${focusedDay}"]`)?.focus()
  }, [focusedRow, focusedDay])

  const createIn = (cell: HTMLElement) => {
    const [day, person] = [Number(cell.dataset.day), Number(cell.dataset.row)]
    setRow(person)
    props.onCreateIn(person, day)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const cell = event.target as HTMLElement
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const forward = getComputedStyle(cell).direction === 'rtl' ? -1 : 1
    const dayOffset = {
      ...{ ArrowLeft: -forward, ArrowRight: forward, PageUp: -7, PageDown: 7 },
      ...{ Home: from - focusedDay, End: from + 6 - focusedDay },
    }[event.key]
    const rowOffset = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (dayOffset !== undefined) {
      event.preventDefault()
      wantsFocus.current = true
      props.onGoTo(focusedDay + dayOffset)
    } else if (rowOffset) {
      event.preventDefault()
      wantsFocus.current = true
      setRow(Math.min(Math.max(focusedRow + rowOffset, 0), columns.length - 1))
    } else if (cell.dataset.row && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      createIn(cell)
    }
  }
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const pressed = event.target as HTMLElement
    const item = pressed.closest<HTMLElement>('[data-item]')?.dataset.item
    const cell = pressed.closest<HTMLElement>('[data-row]')
    if (item) return props.onOpen(items[Number(item)]!)
    if (!cell) return
    if (pressed.closest('[data-more]')) props.onMore(Number(cell.dataset.day))
    else createIn(cell)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: arrow keys move between its cells, as in an ARIA grid
    <div className={styles.week} data-pans="" role="grid" aria-rowcount={columns.length + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid's focus is on its cells */}
      <div className={`${styles.row} ${styles.head}`} role="row">
        <span className={styles.corner} />
        {days.map((day) => (
          <DayHead key={day} day={day} isToday={day === today} locale={viewer.locale} onDay={props.onDay} />
        ))}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: handles the events of the cells */}
      <div ref={body} onClick={onClick} onKeyDown={onKeyDown}>
        {columns.map((column, index) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div className={`${styles.row} c-${column.color}`} role="row" key={column.member?.userId ?? ''}>
            {/* biome-ignore lint/a11y/useSemanticElements: as above */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
            <div className={styles.name} role="rowheader">
              <PersonHead column={column} />
            </div>
            {days.map((day) => (
              // biome-ignore lint/a11y/useSemanticElements: as above
              <div
                key={day}
                role="gridcell"
                className={weekday(day) > 5 ? `${styles.cell} ${styles.weekend}` : styles.cell}
                data-day={day}
                data-row={index}
                data-target={index === target ? '' : undefined}
                tabIndex={index === focusedRow && day === focusedDay ? 0 : -1}
                aria-label={joinParts([column.name, longDay(day, viewer.locale)], viewer.locale)}
                aria-current={day === today ? 'date' : undefined}
              >
                <PersonChips
                  {...props}
                  items={itemsOfDay(column.items, day)}
                  day={day}
                  indexes={indexes}
                  max={max}
                  isTabStop={index === focusedRow && day === focusedDay}
                />
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
