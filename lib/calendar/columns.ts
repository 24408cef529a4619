import { popFromHeap, pushToHeap } from './heap'
import { RangeMin } from './range-min'

/** A time interval; `to` is exclusive. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/**
 * Assigns each interval to the first column that is free at its start.
 * @param intervals sorted by start
 * @returns the column of each interval
 */
export function assignColumns(intervals: readonly Interval[]): number[] {
  const byEnd = intervals.map(({ to }, index) => ({ to, index })).sort((a, b) => a.to - b.to)
  const columns: number[] = []
  const free: number[] = []
  let ended = 0
  let used = 0
  for (const { from } of intervals) {
    for (; byEnd[ended] && byEnd[ended]!.to <= from; ended++) pushToHeap(free, columns[byEnd[ended]!.index]!)
    columns.push(free.length ? popFromHeap(free) : used++)
  }
  return columns
}

/**
 * Returns the number of columns that each interval can span: up to the next column with an overlapping interval, or to
 * the last column. Processes columns from last to first; a segment tree holds the nearest occupied column for each
 * time.
 */
export function columnSpans(
  intervals: readonly Interval[],
  columns: readonly number[],
  count: number,
): number[] {
  const times = [...new Set(intervals.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const position = new Map(times.map((time, index) => [time, index]))
  const nearestOccupied = new RangeMin(times.length, count)
  const spans: number[] = new Array(intervals.length)
  const order = columns.map((column, index) => ({ column, index })).sort((a, b) => b.column - a.column)
  for (const { column, index } of order) {
    const from = position.get(intervals[index]!.from)!
    const to = position.get(intervals[index]!.to)!
    spans[index] = nearestOccupied.min(from, to) - column
    nearestOccupied.lower(from, to, column)
  }
  return spans
}
