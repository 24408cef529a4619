import { DAY } from './day'
import { byPlace, daysOf } from './month'
import type { Item } from './tuple'
import type { DayRange } from './views'

/** What an agenda lists of one day. */
export interface AgendaDay {
  day: number
  entries: AgendaEntry[]
}

export interface AgendaEntry {
  item: Item
  /** Of an event over days: which of them this is, counted from 1, and of how many. */
  part: number
  parts: number
}

/** The days of a range on which something happens, in order, each with everything that does. */
export function agendaDays(items: readonly Item[], { from, to }: DayRange): AgendaDay[] {
  const days = new Map<number, AgendaEntry[]>()
  for (const item of [...items].sort(byPlace)) {
    const { first, last } = daysOf(item)
    for (let day = Math.max(first, from); day <= Math.min(last, to - 1); day++) {
      const entries = days.get(day)
      if (entries) entries.push(entryOf(item, day))
      else days.set(day, [entryOf(item, day)])
    }
  }
  return [...days].sort(([a], [b]) => a - b).map(([day, entries]) => ({ day, entries }))
}

/** The days of a range on which something happens. */
export function busyDays(items: readonly Item[], { from, to }: DayRange): Set<number> {
  const days = new Set<number>()
  for (const item of items) {
    const { first, last } = daysOf(item)
    for (let day = Math.max(first, from); day <= Math.min(last, to - 1); day++) days.add(day)
  }
  return days
}

/** True once an item is over, at a viewer's wall time. A point in time is over when it has come. */
export function isPast(item: Item, wall: number): boolean {
  return Math.max(item.end, item.start) <= wall
}

/** When an entry begins and ends on its own day: a night shift goes on until morning. `undefined`: all day long. */
export function hoursOf(
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
