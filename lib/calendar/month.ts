import { DAY, type Day, dayNumber, dayOf, weekday } from './day'
import { FLAG, type Item } from './tuple'

/** The weeks that a month view shows, as day numbers. `from` is the first day shown, `to` the day after the last. */
export interface MonthGrid {
  from: number
  to: number
  weeks: number[]
  /** Day numbers of the first of the month and of the next. */
  month: { from: number; to: number }
}

/** The grid of the month that holds a day. `weekStart`: ISO weekday, 1 Monday … 7 Sunday. */
export function monthGrid(day: Day, weekStart: number): MonthGrid {
  const first = dayNumber(`${day.slice(0, 7)}-01`)
  const next = dayNumber(`${dayOf(first + 31).slice(0, 7)}-01`)
  const from = first - ((weekday(first) - weekStart + 7) % 7)
  const weeks: number[] = []
  for (let week = from; week < next; week += 7) weeks.push(week)
  return { from, to: from + weeks.length * 7, weeks, month: { from: first, to: next } }
}

/** The first day of the month so many months away. */
export function addMonths(day: Day, months: number): Day {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`
}

/** A piece of an item in one week: from `column` over `columns` days, counted from 0, in a lane counted from the top. */
export interface Segment {
  item: Item
  column: number
  columns: number
  lane: number
  continuesBefore: boolean
  continuesAfter: boolean
}

/** A week laid out: what is drawn, and how many more each day has. */
export interface Week {
  segments: Segment[]
  more: number[]
}

/** The days an item touches, as day numbers, the last one included. An item that ends at midnight does not touch that day. */
export function daysOf(item: Item): { first: number; last: number } {
  const first = Math.floor(item.start / DAY)
  return { first, last: Math.max(first, Math.ceil(item.end / DAY) - 1) }
}

/** True for an item that lasts a whole day or longer: the hours of a week show it above their grid. */
export function isBar(item: Item): boolean {
  const { first, last } = daysOf(item)
  return Boolean(item.flags & FLAG.allDay) || (last > first && item.end - item.start >= DAY)
}

/** True for an item that the month draws as a bar: every all-day one, and a timed one that touches several days. */
export function isMonthBar(item: Item): boolean {
  const { first, last } = daysOf(item)
  return last > first || Boolean(item.flags & FLAG.allDay)
}

/** Returns by how many days the end of an item can move, 0 or negative, and still not come before its start. */
export function minEndShiftDays(item: Item): number {
  const { first, last } = daysOf(item)
  return item.flags & FLAG.allDay ? first - last : -Math.max(Math.floor((item.end - item.start) / DAY), 0)
}

/**
 * Lays a week out, or as many `days` from one on: each item takes the highest lane free on all its days, bars first, then by time. Where a day has
 * more than `lanes` holds, its last lane gives way to "+N more".
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

/** Everything of one day, in the order of the grid: what "+N more" opens. */
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

/** Bars first and the longer before the shorter, then by start, then by title: stable whatever order rows came in. */
export function compareItems(a: Item, b: Item): number {
  return compareBarsFirst(a, b, isBar)
}

/** As {@link compareItems}, with every item that the month draws over several days among the bars: it needs one lane on all. */
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

/** The lanes of one day. */
export interface Lanes {
  used: boolean[]
  /** No lane above this one is free. */
  firstFree: number
}

/**
 * Puts an item into the highest lane free on all its days. Items come by their first day, those of several days before the
 * others: so a lane that is free on the first day of an item is free on all of them, and finding it costs no search.
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

/** Finds the highest lane that is free. It never goes back: all lanes above were taken before. */
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
