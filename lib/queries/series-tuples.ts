import { DAY } from '@/lib/calendar/day'
import { type FlagInput, flagsOf } from '@/lib/calendar/flags'
import { type Expansion, expandFairly } from '@/lib/calendar/series/expand-fairly'
import type { SingleCounts } from '@/lib/calendar/series/expansion-shares'
import type { OccurrenceTime } from '@/lib/calendar/series/occurrence-time'
import { idOfWall, type Override, type RecurrenceId, type Series } from '@/lib/calendar/series/recurrence'
import { type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { Tuple } from '@/lib/calendar/tuple'
import type { Instant } from '@/lib/calendar/zones/zone'
import { type PlacementRef, withPlacements } from './placement-refs'
import { runInSlices } from './run-in-slices'

/** A series of a range query. */
export interface SeriesRow extends SpanRow, Omit<FlagInput, 'type'> {
  id: string
  index: number
  places: PlacementRef[] | null
  title: string
  color: string | null
  recurrence: NonNullable<Series['recurrence']>
  /** `invited`: whether the viewer is among the attendees that the occurrence has of its own. */
  overrides: Record<RecurrenceId, Override & { invited?: boolean }>
}

/** Maximum number of occurrences in a view: some fifty events on each day of a month. */
export const MAX_VIEW_OCCURRENCES = 2000

/** Maximum number of expansion steps for all series of a view: some 30 ms. */
const MAX_STEPS = 250_000

/** Expands series in a range of instants to tuples, within the limits that they share with single events. */
export async function seriesTuples(
  rows: readonly SeriesRow[],
  singles: SingleCounts,
  range: { from: Instant; to: Instant },
  { calendarOf, isHidden }: { calendarOf(row: SeriesRow): number; isHidden(calendar: number): boolean },
): Promise<Omit<Expansion, 'times'> & { tuples: Tuple[] }> {
  const shown = rows.flatMap((row) => {
    const series = shownSeries(row)
    return series ? [{ row, series, calendar: calendarOf(row) }] : []
  })
  const limits = { max: MAX_VIEW_OCCURRENCES, steps: MAX_STEPS, isLowPriority: isHidden }
  const { times, ...expansion } = await runInSlices(expandFairly(shown, singles, range, limits))
  const tuples = shown.flatMap(({ row, series }, index) => {
    const tupleOf = tupleMaker(row, series.span)
    return times[index]!.flatMap((time) => {
      const tuple = tupleOf(time)
      return tuple ? [withPlacements(tuple, row.places)] : []
    })
  })
  return { ...expansion, tuples }
}

/**
 * Returns the part of a series that the viewer may read; undefined if that is nothing. Other occurrences do not count
 * for the limits of a view: otherwise the view would reveal that they exist.
 */
function shownSeries(row: SeriesRow): Series | undefined {
  const { recurrence, overrides, readable } = row
  const span = spanFromRow(row)
  if (readable) return { span, recurrence, overrides }
  if (row.kind === 'reminder') return undefined
  const isBusy = ({ busy = row.busy, status = row.status }: Override) => busy && status !== 'cancelled'
  const [busy, free] = [new Map<string, Override>(), [] as string[]]
  for (const [id, override] of Object.entries(overrides)) {
    if (isBusy(override)) busy.set(id, override)
    else free.push(id)
  }
  const busyOverrides = Object.fromEntries(busy)
  if (isBusy({})) {
    return {
      span,
      recurrence: { ...recurrence, exclusions: [...recurrence.exclusions, ...free] },
      overrides: busyOverrides,
    }
  }
  if (!busy.size) return undefined
  // A PERIOD gives its override an end. DTSTART is an instance without any rule.
  const dates = recurrence.dates.filter((date) => busy.has(date.split('/')[0]!))
  const excluded = recurrence.exclusions.filter((id) => busy.has(id))
  const exclusions = busy.has(span.start) ? excluded : [...excluded, span.start]
  return { span, recurrence: { rules: [], dates, exclusions }, overrides: busyOverrides }
}

/**
 * Returns a function that makes the tuples of a series' occurrences: undefined for one that the viewer may not read and
 * that is not busy.
 */
export function tupleMaker(row: SeriesRow, span: Span): (time: OccurrenceTime) => Tuple | undefined {
  const plain = shownOccurrence(row, span, {})
  return ({ at, from, to, override }) => {
    const shown = override ? shownOccurrence(row, span, override) : plain
    if (!shown) return undefined
    const { type, flags, title, color } = shown
    const unit = type === 'all-day' ? DAY : 1000
    if (!row.readable) return [0, row.index, flags, from / unit, to / unit, '', 0, 0]
    return [row.id, row.index, flags, from / unit, to / unit, title, color, idOfWall(span, at)]
  }
}

/** Returns what a tuple shows of an occurrence besides its time; undefined if that is nothing. */
function shownOccurrence(row: SeriesRow, span: Span, override: Override) {
  const shown = { ...row, ...override, type: (override.span ?? span).type }
  const { busy, status, title, color, type } = shown
  if (!row.readable && (!busy || row.kind === 'reminder' || status === 'cancelled')) return undefined
  return { type, title, color: (row.full && color) || 0, flags: flagsOf(shown) } as const
}
