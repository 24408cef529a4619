import { DAY } from './day'
import { daysOf, isBar, isMonthBar } from './month'
import type { Item } from './tuple'

/** Orders bars before timed items and longer bars before shorter ones, then items by start and title. A total order. */
export function compareItems(a: Item, b: Item): number {
  return compareBarsFirst(a, b, isBar)
}

/** As {@link compareItems}, but with the bars of the month view first: a bar needs the same lane on all its days. */
export function compareForLanes(a: Item, b: Item): number {
  return compareBarsFirst(a, b, isMonthBar)
}

function compareBarsFirst(a: Item, b: Item, isFirst: (item: Item) => boolean): number {
  const byBar = Number(isFirst(b)) - Number(isFirst(a))
  if (byBar) return byBar
  if (isFirst(a)) {
    const byDay = Math.floor(a.start / DAY) - Math.floor(b.start / DAY)
    if (byDay) return byDay
    const byLength = daysOf(b).last - daysOf(a).last
    if (byLength) return byLength
  }
  return (
    a.start - b.start ||
    b.end - a.end ||
    compare(a.title, b.title) ||
    compare(String(a.id), String(b.id)) ||
    a.calendar - b.calendar ||
    a.flags - b.flags
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Returns all items of a day in the order of the grid, for the list behind "+N more". */
export function itemsOfDay(items: readonly Item[], day: number): Item[] {
  return items
    .filter((item) => {
      const { first, last } = daysOf(item)
      return first <= day && day <= last
    })
    .sort(compareItems)
}
