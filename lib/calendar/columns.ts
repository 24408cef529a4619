/** A stretch of time, its end exclusive. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/**
 * Puts stretches that come in the order of their starts into columns: each into the first that is free from its start on.
 * @returns the column of each
 */
export function assignColumns(stretches: readonly Interval[]): number[] {
  const byEnd = stretches.map(({ to }, index) => ({ to, index })).sort((a, b) => a.to - b.to)
  const columns: number[] = []
  const free: number[] = []
  let ended = 0
  let used = 0
  for (const { from } of stretches) {
    for (; byEnd[ended] && byEnd[ended]!.to <= from; ended++) push(free, columns[byEnd[ended]!.index]!)
    columns.push(free.length ? pop(free) : used++)
  }
  return columns
}

/**
 * Counts over how many columns each stretch can widen: up to the next column that has another at the same time, or to the
 * last one. Columns are taken from the last to the first, and a tree keeps the nearest occupied column of each time.
 */
export function columnSpans(
  stretches: readonly Interval[],
  columns: readonly number[],
  count: number,
): number[] {
  const times = [...new Set(stretches.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const place = new Map(times.map((time, index) => [time, index]))
  const nearest = new RangeMin(times.length, count)
  const spans: number[] = new Array(stretches.length)
  const order = columns.map((column, index) => ({ column, index })).sort((a, b) => b.column - a.column)
  for (const { column, index } of order) {
    const from = place.get(stretches[index]!.from)!
    const to = place.get(stretches[index]!.to)!
    spans[index] = nearest.min(from, to) - column
    nearest.lower(from, to, column)
  }
  return spans
}

/** A segment tree: the minimum of a range, which is lowered range by range. Both cost the logarithm of the size. */
class RangeMin {
  private readonly lowest: Int32Array
  private readonly whole: Int32Array

  constructor(
    private readonly size: number,
    initial: number,
  ) {
    this.lowest = new Int32Array(4 * size).fill(initial)
    this.whole = new Int32Array(4 * size).fill(initial)
  }

  lower(from: number, to: number, value: number, node = 1, first = 0, last = this.size): void {
    if (to <= first || last <= from) return
    this.lowest[node] = Math.min(this.lowest[node]!, value)
    if (from <= first && last <= to) {
      this.whole[node] = Math.min(this.whole[node]!, value)
      return
    }
    const middle = (first + last) >> 1
    this.lower(from, to, value, 2 * node, first, middle)
    this.lower(from, to, value, 2 * node + 1, middle, last)
  }

  min(from: number, to: number, node = 1, first = 0, last = this.size): number {
    if (to <= first || last <= from) return Number.POSITIVE_INFINITY
    if (from <= first && last <= to) return this.lowest[node]!
    const middle = (first + last) >> 1
    return Math.min(
      this.whole[node]!,
      this.min(from, to, 2 * node, first, middle),
      this.min(from, to, 2 * node + 1, middle, last),
    )
  }
}

/** Adds to a binary heap whose smallest number comes first. */
function push(heap: number[], value: number): void {
  let at = heap.length
  heap.push(value)
  for (let parent = (at - 1) >> 1; at > 0 && heap[parent]! > value; parent = (at - 1) >> 1) {
    heap[at] = heap[parent]!
    heap[parent] = value
    at = parent
  }
}

/** Takes the smallest number out of a heap that is not empty. */
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
