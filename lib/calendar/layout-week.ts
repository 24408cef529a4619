import { compareForLanes } from './item-order'
import { daysOf } from './month'
import type { Item } from './tuple'

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

/**
 * Lays out a week, or `days` days from `week` on. Each item takes the highest lane that is free on all its days: bars
 * first, then by time. A day with more than `lanes` items shows "+N more" in its last lane.
 */
export function layoutWeek(items: readonly Item[], week: number, lanes: number, days = 7): Week {
  const dayLanes: Lanes[] = Array.from({ length: days }, () => ({ used: [], firstFree: 0 }))
  const segments = items
    .filter((item) => touches(item, week, days))
    .sort(compareForLanes)
    .map((item) => placeInLane(item, week, dayLanes))
  const depth = dayLanes.map(({ used }) => used.length)
  const drawn = segments.filter((segment) =>
    columnsOf(segment).every((column) => segment.lane < (depth[column]! > lanes ? lanes - 1 : lanes)),
  )
  const more = depth.map((_, column) => countOnDay(segments, column) - countOnDay(drawn, column))
  return { segments: drawn, more }
}

function touches(item: Item, week: number, days: number): boolean {
  const { first, last } = daysOf(item)
  return first < week + days && last >= week
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
function placeInLane(item: Item, week: number, dayLanes: Lanes[]): Segment {
  const { first, last } = daysOf(item)
  const column = Math.max(first - week, 0)
  const end = Math.min(last - week, dayLanes.length - 1)
  const columns = end - column + 1
  const lane = firstFreeLane(dayLanes[column]!)
  for (let day = column; day <= end; day++) {
    const { used } = dayLanes[day]!
    while (used.length < lane) used.push(false)
    used[lane] = true
  }
  return {
    item,
    column,
    columns,
    lane,
    continuesBefore: first < week,
    continuesAfter: last >= week + dayLanes.length,
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

function countOnDay(segments: readonly Segment[], column: number): number {
  return segments.filter((s) => s.column <= column && column < s.column + s.columns).length
}
