/** @param {number[]} values @param {number} share 0.5: the median */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

export const median = (values) => quantile(values, 0.5)

/**
 * Runs two sides in turn, so that whatever else the machine does meets both. Each warms up first.
 * @template T
 * @param {{ count: number, ms: number }} slices
 * @param {((ms: number) => Promise<T>)[]} sides
 * @returns {Promise<T[][]>} for each side its slices
 */
export async function alternate({ count, ms }, ...sides) {
  const results = sides.map(() => [])
  for (const side of sides) await side(Math.min(ms, 2500))
  for (let slice = 0; slice < count; slice++) {
    // Who goes first changes too.
    const order = sides.map((_, index) => (slice % 2 ? sides.length - 1 - index : index))
    for (const index of order) results[index].push(await sides[index](ms))
  }
  return results
}

/** The median of the ratios of slices that ran one after the other. */
export function ratioOf(ours, floor) {
  return median(ours.map((value, slice) => value / floor[slice]))
}

/** How often and how long (milliseconds) each side of a race is measured. */
export function slicesOf(quick) {
  return quick ? { count: 3, ms: 1500 } : { count: 5, ms: 4000 }
}
