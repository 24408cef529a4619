import { DAY } from './day'
import { divideFairly } from './divide-fairly'
import { compareItems } from './item-order'
import { daysOf } from './month'
import type { Item } from './tuple'
import type { DayRange } from './views'

/** A day of the agenda view with its entries. */
export interface AgendaDay {
  day: number
  entries: AgendaEntry[]
  /** Number of entries left out by the limit. */
  omitted: number
}

export interface AgendaEntry {
  item: Item
  /** For an event over several days: the number of this day, from 1, and the number of days. */
  part: number
  parts: number
}

/** Maximum number of entries of a range. An event over several days has an entry on each. */
const MAX_ENTRIES = 2000

/**
 * Returns the days of a range that have items, in order. If there are more than `max` entries, the limit is divided
 * fairly among the days, and each day's share among its calendars.
 */
export function agendaDays(items: readonly Item[], range: DayRange, max: number = MAX_ENTRIES): AgendaDay[] {
  const counts = new Map<number, Map<number, number>>()
  for (const item of items) {
    for (const day of daysWithin(item, range)) {
      const dayCounts = counts.get(day) ?? new Map<number, number>()
      counts.set(day, dayCounts.set(item.calendar, (dayCounts.get(item.calendar) ?? 0) + 1))
    }
  }
  const countedDays = [...counts].sort(([a], [b]) => a - b)
  const totals = countedDays.map(([, dayCounts]) =>
    [...dayCounts.values()].reduce((sum, count) => sum + count, 0),
  )
  const dayLimits = divideFairly(totals, max)
  const days = new Map<number, AgendaDay & { remaining: Map<number, number> }>()
  for (const [index, [day, dayCounts]] of countedDays.entries()) {
    const limits = divideFairly([...dayCounts.values()], dayLimits[index]!)
    const remaining = new Map([...dayCounts.keys()].map((calendar, nth) => [calendar, limits[nth]!]))
    days.set(day, { day, entries: [], omitted: 0, remaining })
  }
  for (const item of [...items].sort(compareItems)) {
    for (const day of daysWithin(item, range)) {
      const agendaDay = days.get(day)!
      const remaining = agendaDay.remaining.get(item.calendar)!
      agendaDay.remaining.set(item.calendar, remaining - 1)
      if (remaining > 0) agendaDay.entries.push(entryOf(item, day))
      else agendaDay.omitted++
    }
  }
  return [...days.values()].map(({ remaining: _, ...day }) => day)
}

/** Returns as many of the first days as are needed for at least `count` entries. Days are not split. */
export function firstDays(days: readonly AgendaDay[], count: number): AgendaDay[] {
  let entries = 0
  const end = days.findIndex((day) => {
    entries += day.entries.length
    return entries >= count
  })
  return days.slice(0, end === -1 ? undefined : end + 1)
}

/** Returns the days of a range that have items, each with its items in the order in which views show them. */
export function itemsByDay(items: readonly Item[], range: DayRange): Map<number, Item[]> {
  const days = new Map<number, Item[]>()
  for (const item of [...items].sort(compareItems)) {
    for (const day of daysWithin(item, range)) {
      const dayItems = days.get(day)
      if (dayItems) dayItems.push(item)
      else days.set(day, [item])
    }
  }
  return days
}

function* daysWithin(item: Item, { from, to }: DayRange): Generator<number> {
  const { first, last } = daysOf(item)
  for (let day = Math.max(first, from); day <= Math.min(last, to - 1); day++) yield day
}

/** Returns whether an item has ended at the viewer's wall time. A point in time ends when it is reached. */
export function isPast(item: Item, wall: number): boolean {
  return Math.max(item.end, item.start) <= wall
}

/** Returns the part of an item that lies on a day, or `undefined` if it covers the whole day. */
export function hoursOnDay(
  { item }: Pick<AgendaEntry, 'item'>,
  day: number,
): { start: number; end: number } | undefined {
  const start = Math.max(item.start, day * DAY)
  const end = Math.min(Math.max(item.end, item.start), (day + 1) * DAY)
  return end - start >= DAY ? undefined : { start, end }
}

function entryOf(item: Item, day: number): AgendaEntry {
  const { first, last } = daysOf(item)
  return { item, part: day - first + 1, parts: last - first + 1 }
}
