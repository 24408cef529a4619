import { HOUR, type WallMs } from '@/lib/calendar/day'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import { instantInTimezone, startOfTimezone } from './observances'
import type { Timezone } from './read-timezone'

export interface ZoneSample {
  wall: WallMs
  instant: Instant
}

/** Minimum number of times that are compared if a file has more. The maximum is just below twice as many. */
const MIN_SAMPLES = 60

/** Year that is compared if a file has no times in the zone. */
const DEFAULT_SAMPLE_YEAR = 2026

/**
 * Returns the times at which zones are compared: those of the file after the first onset, and the middle of winter and
 * summer of their years.
 */
export function samplesOf(timezone: Timezone, starts: readonly WallMs[]): ZoneSample[] {
  const firstOnset = startOfTimezone(timezone)
  const covered = starts.filter((wall) => wall - 14 * HOUR > firstOnset)
  const step = Math.max(1, Math.floor(covered.length / MIN_SAMPLES))
  const sampled = covered.filter((_, index) => index % step === 0)
  const years = [...new Set(sampled.map((wall) => new Date(wall).getUTCFullYear()))]
  if (years.length === 0) years.push(Math.max(new Date(firstOnset).getUTCFullYear() + 1, DEFAULT_SAMPLE_YEAR))
  const midSeasons = years.flatMap((year) => [Date.UTC(year, 0, 15, 12), Date.UTC(year, 6, 15, 12)])
  return [...midSeasons, ...sampled].map((wall) => ({ wall, instant: instantInTimezone(timezone, wall) }))
}

/** Returns the share of samples whose wall time is the same instant in a zone. */
export function matchRatio(zone: Zone, samples: readonly ZoneSample[]): number {
  const matching = samples.filter(({ wall, instant }) => instantAt(wall, zone) === instant)
  return samples.length === 0 ? 0 : matching.length / samples.length
}
