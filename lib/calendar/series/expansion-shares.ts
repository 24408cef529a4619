import { divideFairly } from '../divide-fairly'
import type { Budget } from './budget'
import type { OccurrenceTime } from './occurrence-time'
import type { Series } from './recurrence'

/** A series of a calendar. */
export interface SeriesSource {
  /** Index of the calendar. */
  calendar: number
  series: Series
}

/** Number of single events of each calendar in the range. They count against the same limit as occurrences. */
export type SingleCounts = ReadonlyMap<number, number>

export interface ExpandLimits {
  /** Maximum number of occurrences and single events of all calendars. */
  max: number
  /** Steps for all expansions, see {@link Budget}. */
  steps: number
  /** Whether a calendar only gets what other calendars leave, as hidden ones do. */
  isLowPriority(calendar: number): boolean
}

export interface PartialExpansion {
  times: OccurrenceTime[]
  limit: number
  isComplete: boolean
  /** Further expansion would find no more. */
  isFinal: boolean
}

/**
 * Distributes the limit: occurrences of each series, and single events of each calendar.
 * @param hasKnownDemand whether a series needs only the occurrences found so far; otherwise it gets as many as it can
 */
export function expansionShares(
  sources: readonly SeriesSource[],
  parts: readonly PartialExpansion[],
  counts: SingleCounts,
  { max, isLowPriority }: ExpandLimits,
  hasKnownDemand: (part: PartialExpansion) => boolean,
): { series: number[]; singles: Map<number, number>; truncated: number[] } {
  const seriesByCalendar = new Map<number, number[]>([...counts.keys()].map((calendar) => [calendar, []]))
  for (const [index, { calendar }] of sources.entries()) {
    const indices = seriesByCalendar.get(calendar)
    if (indices) indices.push(index)
    else seriesByCalendar.set(calendar, [index])
  }
  const demandOf = (index: number) =>
    hasKnownDemand(parts[index]!) ? parts[index]!.times.length : Number.POSITIVE_INFINITY
  const demandOfCalendar = (calendar: number) =>
    seriesByCalendar.get(calendar)!.reduce((sum, index) => sum + demandOf(index), counts.get(calendar) ?? 0)

  const result = {
    series: new Array<number>(parts.length).fill(0),
    singles: new Map<number, number>(),
    truncated: [] as number[],
  }
  let remaining = max
  for (const lowPriority of [false, true]) {
    const calendars = [...seriesByCalendar.keys()].filter(
      (calendar) => isLowPriority(calendar) === lowPriority,
    )
    const shares = divideFairly(calendars.map(demandOfCalendar), remaining)
    calendars.forEach((calendar, position) => {
      const share = shares[position]!
      remaining -= share
      const singleCount = Math.min(counts.get(calendar) ?? 0, max + 1)
      const indices = seriesByCalendar.get(calendar)!
      const limits = divideFairly(
        [...new Array<number>(singleCount).fill(1), ...indices.map(demandOf)],
        share,
      )
      const shown = limits.slice(0, singleCount).reduce((sum, count) => sum + count, 0)
      result.singles.set(calendar, shown)
      if (shown < singleCount) result.truncated.push(calendar)
      indices.forEach((index, nth) => {
        result.series[index] = limits[singleCount + nth]!
      })
    })
  }
  return result
}
