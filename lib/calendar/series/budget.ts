/**
 * The remaining work of an expansion, in steps: each day, time of day, exception or instance examined is a step. Counts
 * steps instead of time, so that the result is deterministic. Several expansions of a request can share a budget.
 */
export interface Budget {
  /** Negative once the budget is exhausted: the result is incomplete. */
  steps: number
}

/** Default budget of an expansion: some tens of milliseconds. */
const DEFAULT_STEPS = 1_000_000

/** Creates a budget. */
export function budgetOf(steps = DEFAULT_STEPS): Budget {
  return { steps }
}

/**
 * Runs work for one of many series with at most `max` steps of their shared budget. So no series blocks the thread for
 * long or uses up the steps of the others.
 */
export function withShare<T>(shared: Budget, max: number, work: (budget: Budget) => T): T {
  const allotted = Math.min(Math.max(shared.steps, 0), max)
  const share = budgetOf(allotted)
  const result = work(share)
  shared.steps -= allotted - Math.max(share.steps, 0)
  return result
}

/** Subtracts steps from a budget; returns false once it is exhausted. */
export function spend(budget: Budget, steps: number): boolean {
  budget.steps -= steps
  return budget.steps >= 0
}
