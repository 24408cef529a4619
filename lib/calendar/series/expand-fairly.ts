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

/** Sufficient for common rules in a month, so that most series are expanded only once. */
const FIRST_LIMIT = 64
const FIRST_STEPS = 2000

/** Weekly rules examine each day of the range. */
const MIN_STEPS = 120
const MAX_ROUNDS = 5

/** Steps between two yields: a few milliseconds. */
const PAUSE_STEPS = 20_000

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
  const steps = Math.max(MIN_STEPS, Math.min(FIRST_STEPS, Math.floor(limits.steps / 2 / sources.length)))
  const parts: PartialExpansion[] = []
  let pause = 0
  for (const { series } of sources) {
    const part = { times: [], limit: 0, isComplete: false, isFinal: false }
    pause += expand(part, series, range, Math.min(FIRST_LIMIT, limits.max), steps, total)
    parts.push(part)
    if (pause > PAUSE_STEPS) {
      pause = 0
      yield
    }
  }
  for (let round = 1; round < MAX_ROUNDS; round++) {
    const shares = expansionShares(sources, parts, singles, limits, (part) => part.isFinal)
    const pending = parts.flatMap((part, index) =>
      !part.isFinal && shares.series[index]! > part.times.length ? [index] : [],
    )
    if (!pending.length || total.steps < MIN_STEPS) break
    for (const [nth, index] of pending.entries()) {
      const share = Math.floor(total.steps / (pending.length - nth))
      if (share < MIN_STEPS) break
      const limit = Math.min(shares.series[index]!, MAX_OCCURRENCES)
      pause += expand(parts[index]!, sources[index]!.series, range, limit, share, total)
      if (pause > PAUSE_STEPS) {
        pause = 0
        yield
      }
    }
  }
  const shares = expansionShares(sources, parts, singles, limits, () => true)
  const truncated = new Set(shares.truncated)
  const times = parts.map(({ times, isComplete }, index) => {
    const kept = times.slice(0, shares.series[index]!)
    if (!isComplete || kept.length < times.length) truncated.add(sources[index]!.calendar)
    return kept
  })
  return { times, singles: shares.singles, truncated }
}

/** Expands one series up to a limit. @returns the number of steps used */
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
  const isWhole = budget.steps >= 0
  if (isWhole || found.length > part.times.length) part.times = found
  part.limit = limit
  part.isComplete = isWhole && times.length <= limit
  part.isFinal = part.isComplete || (isWhole && limit >= MAX_OCCURRENCES)
  return spent + 10
}
