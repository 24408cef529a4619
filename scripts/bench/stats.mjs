/** Returns a quantile of the values. `share`: 0.5 for the median. @param {number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

export const median = (values) => quantile(values, 0.5)

/**
 * Measures the sides alternately, so that other load of the machine affects all of them. Each warms up first.
 * @template T
 * @param {{ count: number, ms: number }} slices
 * @param {((ms: number) => Promise<T>)[]} sides
 * @returns {Promise<T[][]>} the results of each side, one per slice
 */
export async function alternate({ count, ms }, ...sides) {
  const results = sides.map(() => [])
  for (const side of sides) await side(Math.min(ms, 2500))
  for (let slice = 0; slice < count; slice++) {
    // The order also alternates.
    const order = sides.map((_, index) => (slice % 2 ? sides.length - 1 - index : index))
    for (const index of order) results[index].push(await sides[index](ms))
  }
  return results
}

/** Returns the median of the ratios of neighboring slices. */
export function ratioOf(kinday, baseline) {
  return median(kinday.map((value, slice) => value / baseline[slice]))
}

/** Returns how often, and for how many milliseconds, each side is measured. */
export function slicesOf(quick) {
  return quick ? { count: 3, ms: 1500 } : { count: 5, ms: 4000 }
}
