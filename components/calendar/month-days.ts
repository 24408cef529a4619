import type { KeyboardEvent } from 'react'
import { dayNumber, dayOf } from '@/lib/calendar/day'
import { addMonths, daysOf, type MonthGrid } from '@/lib/calendar/month'
import type { Item } from '@/lib/calendar/tuple'
import { type Drag, distanceOf, type GridPosition } from './drag'

/** Returns the day of the grid at a point; undefined outside the grid. */
export function monthDayAt(weeks: HTMLElement | null, x: number, y: number): GridPosition | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const day = (element as HTMLElement).dataset?.day
    if (day && weeks?.contains(element)) return { area: 'days', at: Number(day) }
  }
  return undefined
}

/** Returns the day that Home, End, PageUp or PageDown move to. */
export function keyDay({ key }: KeyboardEvent, focused: number, grid: MonthGrid): number | undefined {
  const week = grid.weeks.findLast((first) => first <= focused)
  switch (key) {
    case 'Home':
      return week
    case 'End':
      return week === undefined ? undefined : week + 6
    case 'PageUp':
      return dayInAdjacentMonth(focused, grid, -1)
    case 'PageDown':
      return dayInAdjacentMonth(focused, grid, 1)
    default:
      return undefined
  }
}

/** Returns the same day of the previous or next month, or the last day of a month that is shorter. */
function dayInAdjacentMonth(focused: number, grid: MonthGrid, months: -1 | 1): number {
  const first = dayOf(grid.month.from)
  const next = addMonths(first, months)
  return Math.min(dayNumber(next) + focused - grid.month.from, dayNumber(addMonths(next, 1)) - 1)
}

/** Returns whether the item would cover a day after a drop, which moves it or, from its end edge, resizes it. */
export function isDropTarget(item: Item, drag: Drag, day: number): boolean {
  const { first, last } = daysOf(item)
  const { edge } = drag
  const days = distanceOf(drag)
  if (edge === 'end') return first <= day && day <= Math.max(first, last + days)
  return first + days <= day && day <= last + days
}
