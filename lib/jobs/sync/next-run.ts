import { HOUR, MINUTE } from '@/lib/calendar/day'

/** Delay after a run that changed something. It doubles while nothing changes. */
export const MIN_INTERVAL_MS = 5 * MINUTE

/** Maximum delay of an adaptive interval, and the delay while the provider notifies of changes. */
export const MAX_INTERVAL_MS = HOUR

/** Delay after the first failure. It doubles with every further one. */
const FIRST_RETRY_MS = MINUTE

export const MAX_RETRY_MS = 6 * HOUR

/** Share of a delay by which it varies, so that bindings that were created together do not always run together. */
const JITTER = 0.1

/** A successful run. */
export interface SuccessfulRun {
  hasChanged: boolean
  /** Time since the run before. */
  elapsedMs: number
  /** Whether the provider notifies of changes. */
  isWatched: boolean
  /** The interval that the user has chosen. */
  intervalMinutes: number | null
}

/** Returns the delay until the next run after a successful one. @param random from 0 to 1 */
export function delayAfterSuccess(run: SuccessfulRun, random = Math.random()): number {
  const { hasChanged, elapsedMs, isWatched, intervalMinutes } = run
  if (intervalMinutes !== null) return vary(intervalMinutes * MINUTE, random)
  if (isWatched) return vary(MAX_INTERVAL_MS, random)
  const doubled = hasChanged ? MIN_INTERVAL_MS : elapsedMs * 2
  return vary(Math.min(Math.max(doubled, MIN_INTERVAL_MS), MAX_INTERVAL_MS), random)
}

/**
 * Returns the delay until the next run after failed ones.
 * @param failures number of failed runs since the last success, this one included
 * @param waitMs time for which the provider wants to be left alone
 */
export function delayAfterFailure(failures: number, waitMs = 0, random = Math.random()): number {
  const doubled = FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 30)
  return Math.max(vary(Math.min(doubled, MAX_RETRY_MS), random), waitMs)
}

function vary(delayMs: number, random: number): number {
  return Math.round(delayMs * (1 - JITTER + 2 * JITTER * random))
}
