import { DAY, type WallMs } from '@/lib/calendar/day'
import type { Instant } from '@/lib/calendar/zones/zone'
import { lastOnset, onsetsAround, startOfYear } from './onsets'
import type { Observance, Timezone } from './read-timezone'

/** Returns the UTC offset, in milliseconds, at an instant. Before all onsets, it is the offset before the first. */
export function observedOffsetAt(timezone: Timezone, instant: Instant): number {
  const { before, onsets } = yearIn(timezone, new Date(instant).getUTCFullYear())
  return onsets.findLast(({ at }) => at <= instant)?.to ?? before
}

/** The onsets of one year, sorted, and the offset before them. */
interface Year {
  before: number
  onsets: { at: Instant; to: number }[]
}

/** Cached years: a file can have hundreds of observances and thousands of times, mostly in few years. */
const years = new WeakMap<Timezone, Map<number, Year>>()

function yearIn(timezone: Timezone, year: number): Year {
  const cachedYears = years.get(timezone) ?? new Map<number, Year>()
  years.set(timezone, cachedYears)
  let found = cachedYears.get(year)
  if (!found) {
    found = readYear(timezone, year)
    cachedYears.set(year, found)
  }
  return found
}

function readYear({ observances }: Timezone, year: number): Year {
  const begin = startOfYear(year)
  const end = startOfYear(year + 1)
  let latest: { at: Instant; to: number } | null = null
  let first = observances[0]!
  const onsets: Year['onsets'] = []
  for (const observance of observances) {
    const { from, to } = observance
    if (observance.onsets[0]! - from < first.onsets[0]! - first.from) first = observance
    const at = lastOnset(observance, begin)
    if (at !== null && (!latest || at >= latest.at)) latest = { at, to }
    for (const onset of onsetsAround(observance, year)) {
      const at = onset - from
      if (at > begin && at < end) onsets.push({ at, to })
    }
  }
  // The sort is stable, so the later of two observances at the same instant applies.
  onsets.sort((a, b) => a.at - b.at)
  return { before: latest ? latest.to : first.from, onsets }
}

/** Returns the instant of a wall time, with the disambiguation of `instantAt` in `lib/calendar/zones/zone.ts`. */
export function instantInTimezone(timezone: Timezone, wall: WallMs): Instant {
  const before = observedOffsetAt(timezone, wall - DAY)
  const after = observedOffsetAt(timezone, wall + DAY)
  const early = wall - before
  if (before === after || observedOffsetAt(timezone, early) === before) return early
  const late = wall - after
  return observedOffsetAt(timezone, late) === after ? late : early
}

/** Returns the first instant that a VTIMEZONE defines. */
export function startOfTimezone({ observances }: Timezone): Instant {
  return Math.min(...observances.map(({ onsets, from }) => onsets[0]! - from))
}

/** Returns whether a VTIMEZONE has a single offset. */
export function hasFixedOffset({ observances }: Timezone): boolean {
  return new Set(observances.map(({ to }) => to)).size === 1
}

/**
 * Returns whether a VTIMEZONE defines the offset at an instant. A recurring change must have a reverse change. Without
 * an unlimited rule, the last change is valid for MAX_SEASON_MS.
 */
export function coversInstant(timezone: Timezone, instant: Instant): boolean {
  const { observances } = timezone
  if (instant < startOfTimezone(timezone)) return false
  const changes = observances.filter(({ from, to }) => from !== to)
  if (changes.length === 0) return true
  const isReversed = ({ from, rule, onsets }: Observance) =>
    (!rule && onsets.length < 2) || observances.some(({ to }) => to === from)
  if (!changes.every(isReversed)) return false
  if (observances.some(({ rule }) => rule && !rule.until && !rule.count)) return true
  const last = Math.max(...changes.map((change) => lastOnset(change, instant) ?? Number.NEGATIVE_INFINITY))
  return instant - last < MAX_SEASON_MS
}

/** Maximum length of a season: DST lasts seven months in most places, standard time five. */
const MAX_SEASON_MS = 220 * DAY
