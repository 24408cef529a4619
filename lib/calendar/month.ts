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

/** The part of an item in one week, with its column and lane, both from 0. */
export interface Segment {
  item: Item
  column: number
  columns: number
  lane: number
  continuesBefore: boolean
  continuesAfter: boolean
}

/** The layout of a week: its visible segments, and the number of hidden items for each day. */
export interface Week {
  segments: Segment[]
  more: number[]
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

/**
 * Lays out a week, or `days` days from `week` on. Each item takes the highest lane that is free on all its days: bars
 * first, then by time. A day with more than `lanes` items shows "+N more" in its last lane.
 */
export function layoutWeek(items: readonly Item[], week: number, lanes: number, days = 7): Week {
  const taken: Lanes[] = Array.from({ length: days }, () => ({ used: [], firstFree: 0 }))
  const segments = items
    .filter((item) => touches(item, week, days))
    .sort(compareForLanes)
    .map((item) => placeInLane(item, week, taken))
  const depth = taken.map(({ used }) => used.length)
  const drawn = segments.filter((segment) =>
    columnsOf(segment).every((column) => segment.lane < (depth[column]! > lanes ? lanes - 1 : lanes)),
  )
  const more = depth.map((_, column) => onDay(segments, column) - onDay(drawn, column))
  return { segments: drawn, more }
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

function touches(item: Item, week: number, days: number): boolean {
  const { first, last } = daysOf(item)
  return first < week + days && last >= week
}

/** Compares bars first, the longer before the shorter, then by start, then by title. A total order. */
export function compareItems(a: Item, b: Item): number {
  return compareBarsFirst(a, b, isBar)
}

/** As {@link compareItems}, but with the bars of the month view first: a bar needs the same lane on all its days. */
function compareForLanes(a: Item, b: Item): number {
  return compareBarsFirst(a, b, isMonthBar)
}

function compareBarsFirst(a: Item, b: Item, isFirst: (item: Item) => boolean): number {
  const bars = Number(isFirst(b)) - Number(isFirst(a))
  if (bars) return bars
  if (isFirst(a)) {
    const starts = Math.floor(a.start / DAY) - Math.floor(b.start / DAY)
    if (starts) return starts
    const lengths = daysOf(b).last - daysOf(a).last
    if (lengths) return lengths
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

/** Occupied lanes of one day. */
export interface Lanes {
  used: boolean[]
  /** All lanes above this one are occupied. */
  firstFree: number
}

/**
 * Places an item in the highest lane that is free on all its days. Items must be sorted by first day, those of
 * several days first: then a lane that is free on the first day is free on all days.
 */
function placeInLane(item: Item, week: number, taken: Lanes[]): Segment {
  const { first, last } = daysOf(item)
  const column = Math.max(first - week, 0)
  const end = Math.min(last - week, taken.length - 1)
  const columns = end - column + 1
  const lane = firstFreeLane(taken[column]!)
  for (let day = column; day <= end; day++) {
    const { used } = taken[day]!
    while (used.length < lane) used.push(false)
    used[lane] = true
  }
  return {
    item,
    column,
    columns,
    lane,
    continuesBefore: first < week,
    continuesAfter: last >= week + taken.length,
  }
}

/** Returns the first free lane. Amortized O(1), since lanes are never released. */
export function firstFreeLane(lanes: Lanes): number {
  while (lanes.used[lanes.firstFree]) lanes.firstFree++
  return lanes.firstFree
}

function columnsOf(segment: Segment): number[] {
  return Array.from({ length: segment.columns }, (_, index) => segment.column + index)
}

function onDay(segments: readonly Segment[], column: number): number {
  return segments.filter((s) => s.column <= column && column < s.column + s.columns).length
}
