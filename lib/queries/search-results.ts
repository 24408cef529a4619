import { DAY } from '@/lib/calendar/day'
import { snippet } from '@/lib/calendar/search/highlight'
import { type Budget, budgetOf } from '@/lib/calendar/series/budget'
import type { OccurrenceTime } from '@/lib/calendar/series/occurrence-time'
import { type RecurrenceId, type Series, wallOfId } from '@/lib/calendar/series/recurrence'
import { ALL_TIME, END_OF_TIME, occurrenceAt } from '@/lib/calendar/series/series'
import { MAX_OCCURRENCES, occurrenceTimes } from '@/lib/calendar/series/times'
import { instantsOf, spanFromRow } from '@/lib/calendar/span'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import type { SearchHit } from '@/lib/schemas/search'
import { withPlacements } from './placement-refs'
import { type SeriesRow, tupleMaker } from './series-tuples'

/** An event that a search found, with only what its reader may read. */
export interface SearchRow extends Omit<SeriesRow, 'recurrence'> {
  recurrence: SeriesRow['recurrence'] | null
  place: string
  notes: string
  /** Names of attendees that match. */
  people: string[]
  /** Whether the event itself matches; otherwise only changed occurrences of it do. */
  eventMatches: boolean
  /** Changed occurrences that match by their own fields. */
  matchingOverrides: RecurrenceId[]
  /** Rank by where the words match (`rankOf`). */
  rank: number
  /** Distance from now in seconds. */
  distance: number
}

/** The words of a search, the current time, the viewer's zone and the period. */
export interface HitOptions {
  words: readonly string[]
  now: Instant
  zone: Zone
  from?: Instant
  to?: Instant
}

/** Maximum number of expansion steps to find the time of a hit. */
const MAX_STEPS = 50_000

/** Maximum number of changed occurrences of an event among the hits. */
const MAX_OVERRIDE_HITS = 5

/**
 * Returns the hits of a found event: a single event at its time; a series at its next occurrence, with the previous
 * one; changed occurrences that match by their own fields at theirs. Empty if the event has no occurrence in the
 * period.
 */
export function hitsOf(row: SearchRow, options: HitOptions): SearchHit[] {
  const series = { span: spanFromRow(row), recurrence: row.recurrence, overrides: row.overrides }
  const range = { from: options.from ?? ALL_TIME.from, to: options.to ?? END_OF_TIME }
  if (!row.recurrence) {
    return occurrenceTimes(series, range, 1).map((time) => hitOf(row, series, time, options))
  }
  const changed = row.matchingOverrides.flatMap((id) => occurrenceTimeOf(series, id) ?? [])
  const overrideHits = changed
    .map((time) => hitOf(row, series, time, options))
    .filter((found) => isInPeriod(found[0], options))
    .sort((a, b) => distanceOf(a[0], options) - distanceOf(b[0], options))
    .slice(0, MAX_OVERRIDE_HITS)
  if (!row.eventMatches) return overrideHits
  const budget = budgetOf(MAX_STEPS)
  const next = upcoming(series, range, options, budget)
  const last = previous(series, range, options, budget)
  const shown = next ?? last
  if (!shown) return overrideHits
  const found = hitOf(row, series, shown, options)
  if (next && last) {
    const [, , , start, end, , , id] = tupleMaker(asSeries(row), series.span)(last)!
    found[4] = [start, end, String(id)]
  }
  return [found, ...overrideHits.filter(([tuple]) => tuple[7] !== found[0][7])]
}

function hitOf(row: SearchRow, series: Series, time: OccurrenceTime, { words }: HitOptions): SearchHit {
  const tuple = tupleMaker(asSeries(row), series.span)(time)!
  if (!row.recurrence) tuple[7] = 0
  const { location = row.place, description = row.notes } = time.override ?? {}
  return [
    withPlacements(tuple, row.places),
    row.full ? location : '',
    row.full ? snippet(description, words) : '',
    row.people,
    0,
  ]
}

/** Returns the first occurrence that has not ended. */
function upcoming(
  series: Series,
  range: { from: Instant; to: Instant },
  { now }: HitOptions,
  budget: Budget,
): OccurrenceTime | undefined {
  const from = Math.max(now, range.from)
  return from < range.to ? occurrenceTimes(series, { from, to: range.to }, 1, budget)[0] : undefined
}

/** Periods in which the last occurrence is looked for, one after the other: a rule may repeat every minute. */
const LOOKBACK_MS = [1, 8, 62, 400, 3000, 40_000].map((days) => days * DAY)

/** Returns the last occurrence that has ended. */
function previous(
  series: Series,
  range: { from: Instant; to: Instant },
  { now }: HitOptions,
  budget: Budget,
): OccurrenceTime | undefined {
  const end = Math.min(now, range.to)
  let to = end
  for (const back of LOOKBACK_MS) {
    const from = Math.max(end - back, range.from)
    if (from >= to) return undefined
    const ended = occurrenceTimes(series, { from, to }, MAX_OCCURRENCES, budget).filter(
      (time) => time.to <= end,
    )
    if (ended.length) return ended.at(-1)
    to = from
  }
  return undefined
}

/** Returns the time of a changed occurrence. */
function occurrenceTimeOf(series: Series, id: RecurrenceId): OccurrenceTime | undefined {
  const occurrence = occurrenceAt(series, id)
  if (!occurrence) return undefined
  const { span, override } = occurrence
  const times =
    span.type === 'timed'
      ? instantsOf(span, 'UTC')
      : { from: wallOfId(span.start as RecurrenceId), to: wallOfId(span.end as RecurrenceId) }
  return { at: wallOfId(id), ...times, override }
}

/** Whether a tuple is in the period exactly: the index has spans widened for all zones. */
function isInPeriod([, , flags, start, end]: Tuple, { from, to, zone }: HitOptions): boolean {
  const instantOf = (n: number) =>
    flags & FLAG.allDay
      ? instantAt(n * DAY, zone)
      : flags & FLAG.floating
        ? instantAt(n * 1000, zone)
        : n * 1000
  const [begins, ends] = [instantOf(start), instantOf(end)]
  return (to === undefined || begins < to) && (from === undefined || ends > from || begins >= from)
}

function distanceOf([, , flags, start]: Tuple, { now }: HitOptions): number {
  return Math.abs((flags & FLAG.allDay ? start * DAY : start * 1000) - now)
}

function asSeries(row: SearchRow): SeriesRow {
  return row as SeriesRow
}
