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
    for (; byEnd[ended] && byEnd[ended]!.to <= from; ended++) push(free, columns[byEnd[ended]!.index]!)
    columns.push(free.length ? pop(free) : used++)
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

/** Segment tree for range minimum and range lowering, both in O(log n). */
class RangeMin {
  private readonly minimum: Int32Array
  private readonly lowered: Int32Array

  constructor(
    private readonly size: number,
    initial: number,
  ) {
    this.minimum = new Int32Array(4 * size).fill(initial)
    this.lowered = new Int32Array(4 * size).fill(initial)
  }

  lower(from: number, to: number, value: number, node = 1, first = 0, last = this.size): void {
    if (to <= first || last <= from) return
    this.minimum[node] = Math.min(this.minimum[node]!, value)
    if (from <= first && last <= to) {
      this.lowered[node] = Math.min(this.lowered[node]!, value)
      return
    }
    const middle = (first + last) >> 1
    this.lower(from, to, value, 2 * node, first, middle)
    this.lower(from, to, value, 2 * node + 1, middle, last)
  }

  min(from: number, to: number, node = 1, first = 0, last = this.size): number {
    if (to <= first || last <= from) return Number.POSITIVE_INFINITY
    if (from <= first && last <= to) return this.minimum[node]!
    const middle = (first + last) >> 1
    return Math.min(
      this.lowered[node]!,
      this.min(from, to, 2 * node, first, middle),
      this.min(from, to, 2 * node + 1, middle, last),
    )
  }
}

/** Pushes a value onto a binary min-heap. */
function push(heap: number[], value: number): void {
  let at = heap.length
  heap.push(value)
  for (let parent = (at - 1) >> 1; at > 0 && heap[parent]! > value; parent = (at - 1) >> 1) {
    heap[at] = heap[parent]!
    heap[parent] = value
    at = parent
  }
}

/** Pops the minimum of a non-empty heap. */
function pop(heap: number[]): number {
  const top = heap[0]!
  const value = heap.pop()!
  for (let at = 0; heap.length; ) {
    let child = 2 * at + 1
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
    if (child >= heap.length || heap[child]! >= value) {
      heap[at] = value
      break
    }
    heap[at] = heap[child]!
    at = child
  }
  return top
}
