/**
 * Divides a total among demands by max-min fairness: a demand is met in full if it is at most the equal share of the
 * larger ones, so a large demand never takes from a small one. Demands may be infinite.
 */
export function divideFairly(demands: readonly number[], total: number): number[] {
  const shares = new Array<number>(demands.length).fill(0)
  const order = demands.map((_, index) => index).sort((a, b) => demands[a]! - demands[b]! || a - b)
  let remaining = Math.max(total, 0)
  order.forEach((index, served) => {
    const share = Math.min(demands[index]!, Math.floor(remaining / (order.length - served)))
    shares[index] = share
    remaining -= share
  })
  return shares
}
