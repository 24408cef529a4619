/** Segment tree for range minimum and range lowering, both in O(log n). */
export class RangeMin {
  /** The minimum of each node's interval. */
  private readonly minimum: Int32Array
  /** The value to which each node's whole interval has been lowered. */
  private readonly lowered: Int32Array

  constructor(
    private readonly size: number,
    initial: number,
  ) {
    this.minimum = new Int32Array(4 * size).fill(initial)
    this.lowered = new Int32Array(4 * size).fill(initial)
  }

  /** Replaces values in [from, to) above `value` by `value`. */
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

  /** Returns the minimum in [from, to). */
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
