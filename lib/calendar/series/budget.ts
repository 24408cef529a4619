/**
 * The work that an expansion may still do, in steps: a day, a time of day, an exception or an instance that is looked
 * at. Counted and not timed, so that the same series always gives the same answer. One budget may be shared by the
 * expansions of a request.
 */
export interface Budget {
  /** Below zero once the budget is spent: what was found is incomplete. */
  steps: number
}

/** The steps of one expansion whose caller sets none: some tens of milliseconds. */
const DEFAULT_STEPS = 1_000_000

/** Returns the budget of one expansion. */
export function budgetOf(steps = DEFAULT_STEPS): Budget {
  return { steps }
}

/**
 * Does work for one of many series within a budget of them all: it gets what is left of that, up to a maximum. So no series
 * holds the thread for long, and none takes all from the others at once.
 */
export function withShare<T>(shared: Budget, max: number, work: (budget: Budget) => T): T {
  const given = Math.min(Math.max(shared.steps, 0), max)
  const own = budgetOf(given)
  const result = work(own)
  shared.steps -= given - Math.max(own.steps, 0)
  return result
}

/** Takes steps from a budget; false once it is spent. */
export function spend(budget: Budget, steps: number): boolean {
  budget.steps -= steps
  return budget.steps >= 0
}
