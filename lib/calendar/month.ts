import { DAY, type Day, dayNumber, dayOf, weekday } from './day'
import { FLAG, type Item } from './tuple'

/** The weeks of a month view, as day numbers. `from` is the first day shown, `to` is exclusive. */
export interface MonthGrid {
  from: number
  to: number
  weeks: number[]
  /** Day numbers of the first day of the month and of the next month. */
  month: { from: number; to: number }
}

/** Returns the grid of the month of a day. @param weekStart ISO weekday, 1 Monday … 7 Sunday */
export function monthGrid(day: Day, weekStart: number): MonthGrid {
  const first = dayNumber(`${day.slice(0, 7)}-01`)
  const next = dayNumber(`${dayOf(first + 31).slice(0, 7)}-01`)
  const from = first - ((weekday(first) - weekStart + 7) % 7)
  const weeks: number[] = []
  for (let week = from; week < next; week += 7) weeks.push(week)
  return { from, to: from + weeks.length * 7, weeks, month: { from: first, to: next } }
}

/** Returns the first day of the month that is `months` later. */
export function addMonths(day: Day, months: number): Day {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`
}

/** Returns the first and last day of an item, both inclusive. An item that ends at midnight does not touch that day. */
export function daysOf(item: Item): { first: number; last: number } {
  const first = Math.floor(item.start / DAY)
  return { first, last: Math.max(first, Math.ceil(item.end / DAY) - 1) }
}

/** Returns whether an item lasts a whole day or longer: the week view shows it above the hours. */
export function isBar(item: Item): boolean {
  const { first, last } = daysOf(item)
  return Boolean(item.flags & FLAG.allDay) || (last > first && item.end - item.start >= DAY)
}

/** Returns whether the month view shows an item as a bar: all-day, or timed and touching several days. */
export function isMonthBar(item: Item): boolean {
  const { first, last } = daysOf(item)
  return last > first || Boolean(item.flags & FLAG.allDay)
}

/** Returns the minimum shift of an item's end in days, 0 or negative, that does not put it before the start. */
export function minEndShiftDays(item: Item): number {
  const { first, last } = daysOf(item)
  return item.flags & FLAG.allDay ? first - last : -Math.max(Math.floor((item.end - item.start) / DAY), 0)
}
