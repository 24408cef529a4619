import { type Budget, budgetOf } from './budget'
import {
  type ExpandLimits,
  expansionShares,
  type PartialExpansion,
  type SeriesSource,
  type SingleCounts,
} from './expansion-shares'
import type { OccurrenceTime, TimeRange } from './occurrence-time'
import type { Series } from './recurrence'
import { MAX_OCCURRENCES, occurrenceTimes } from './times'

export interface Expansion {
  /** The first occurrences of each source, as many as fit. */
  times: OccurrenceTime[][]
  /** Number of single events that each calendar can show. */
  singles: Map<number, number>
  /** Calendars whose result is incomplete. */
  truncated: Set<number>
}

/** Limits of the first round: sufficient for common rules in a month, so that most series are expanded only once. */
const MAX_FIRST_OCCURRENCES = 64
const MAX_FIRST_STEPS = 2000

/** Minimum number of steps to expand a series with: a weekly rule examines each day of the range. */
const MIN_STEPS = 120
const MAX_ROUNDS = 5

/** A few milliseconds. */
const MAX_STEPS_BETWEEN_YIELDS = 20_000

/** Cost of starting an expansion, in steps. */
const START_STEPS = 10

/**
 * Expands many series in a range within limits shared fairly among calendars, then within each calendar among its
 * series and single events. So neither a rule that repeats every second nor a calendar full of them displaces others.
 * Yields regularly so that a server can do other work.
 */
export function* expandFairly(
  sources: readonly SeriesSource[],
  singles: SingleCounts,
  range: TimeRange,
  limits: ExpandLimits,
): Generator<void, Expansion> {
  const total = budgetOf(limits.steps)
  const steps = Math.max(MIN_STEPS, Math.min(MAX_FIRST_STEPS, Math.floor(limits.steps / 2 / sources.length)))
  const parts: PartialExpansion[] = []
  let stepsSinceYield = 0
  for (const { series } of sources) {
    const part = { times: [], limit: 0, isComplete: false, isFinal: false }
    stepsSinceYield += expand(part, series, range, Math.min(MAX_FIRST_OCCURRENCES, limits.max), steps, total)
    parts.push(part)
    if (stepsSinceYield > MAX_STEPS_BETWEEN_YIELDS) {
      stepsSinceYield = 0
      yield
    }
  }
  for (let round = 1; round < MAX_ROUNDS; round++) {
    const shares = expansionShares(sources, parts, singles, limits, (part) => part.isFinal)
    const pending = parts.flatMap((part, index) =>
      !part.isFinal && shares.series[index]! > part.times.length ? [index] : [],
    )
    if (!pending.length || total.steps < MIN_STEPS) break
    for (const [position, index] of pending.entries()) {
      const share = Math.floor(total.steps / (pending.length - position))
      if (share < MIN_STEPS) break
      const limit = Math.min(shares.series[index]!, MAX_OCCURRENCES)
      stepsSinceYield += expand(parts[index]!, sources[index]!.series, range, limit, share, total)
      if (stepsSinceYield > MAX_STEPS_BETWEEN_YIELDS) {
        stepsSinceYield = 0
        yield
      }
    }
  }
  const shares = expansionShares(sources, parts, singles, limits, () => true)
  const truncated = new Set(shares.truncated)
  const times = parts.map(({ times, isComplete }, index) => {
    const shown = times.slice(0, shares.series[index]!)
    if (!isComplete || shown.length < times.length) truncated.add(sources[index]!.calendar)
    return shown
  })
  return { times, singles: shares.singles, truncated }
}

/** Expands one series up to a limit. @returns the number of steps used, plus START_STEPS */
function expand(
  part: PartialExpansion,
  series: Series,
  range: TimeRange,
  limit: number,
  steps: number,
  total: Budget,
): number {
  const budget = budgetOf(steps)
  const times = occurrenceTimes(series, range, limit + 1, budget)
  const spent = steps - Math.max(budget.steps, 0)
  total.steps -= spent
  const found = times.slice(0, limit)
  const isWithinBudget = budget.steps >= 0
  if (isWithinBudget || found.length > part.times.length) part.times = found
  part.limit = limit
  part.isComplete = isWithinBudget && times.length <= limit
  part.isFinal = part.isComplete || (isWithinBudget && limit >= MAX_OCCURRENCES)
  return spent + START_STEPS
}
