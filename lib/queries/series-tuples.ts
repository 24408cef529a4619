import { DAY } from '@/lib/calendar/day'
import { type Expansion, expandFairly, type SingleCounts } from '@/lib/calendar/series/expand-fairly'
import { idOfWall, type Override, type Series } from '@/lib/calendar/series/recurrence'
import type { OccurrenceTime } from '@/lib/calendar/series/times'
import { type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'
import type { Instant } from '@/lib/calendar/zones/zone'
import { inPieces } from './in-pieces'
import { type Place, withPlaces } from './places'

/** A series as the range query finds it. `readable`, `full`: what the viewer may know of it; `home`: whether they see it there. */
export interface SeriesRow extends SpanRow {
  id: string
  readable: boolean
  full: boolean
  home: boolean
  /** Of what they may not read: whether they may take it out of the calendar it is drawn in. */
  removable: boolean
  index: number
  places: Place[] | null
  kind: 'event' | 'meeting' | 'reminder'
  status: 'confirmed' | 'tentative' | 'cancelled'
  busy: boolean
  private: boolean
  done: boolean
  title: string
  color: string | null
  recurrence: NonNullable<Series['recurrence']>
  overrides: Series['overrides']
}

/** The most that a view can draw in time and a person can look at: some fifty events on each day of a month. */
export const MAX_OCCURRENCES = 2000

/** The work of expanding all series of a view: about 45 ms. */
const MAX_STEPS = 250_000

/** The occurrences of series in a range of instants, as tuples, within the limits that single events share with them. */
export async function seriesTuples(
  rows: readonly SeriesRow[],
  singles: SingleCounts,
  range: { from: Instant; to: Instant },
  { calendarOf, isHidden }: { calendarOf(row: SeriesRow): number; isHidden(calendar: number): boolean },
): Promise<Omit<Expansion, 'times'> & { tuples: Tuple[] }> {
  const sources = rows.map((row) => ({ calendar: calendarOf(row), series: shownSeries(row) }))
  const limits = { max: MAX_OCCURRENCES, steps: MAX_STEPS, isLast: isHidden }
  const { times, ...expansion } = await inPieces(expandFairly(sources, singles, range, limits))
  const tuples = rows.flatMap((row, index) =>
    times[index]!.flatMap((time) => {
      const tuple = tupleOf(row, sources[index]!.series.span, time)
      return tuple ? [withPlaces(tuple, row.places)] : []
    }),
  )
  return { ...expansion, tuples }
}

/**
 * A series as far as the viewer may know of it: what only those who read it see takes no room in a view, or the view
 * would tell that it is there.
 */
function shownSeries(row: SeriesRow): Series {
  const { recurrence, overrides } = row
  const isShown = row.readable || (row.busy && row.kind !== 'reminder' && row.status !== 'cancelled')
  return {
    span: spanFromRow(row),
    recurrence: isShown ? recurrence : { ...recurrence, rules: [] },
    overrides,
  }
}

/** One occurrence; undefined where the viewer may not read it, and it keeps nobody busy. */
export function tupleOf(
  row: SeriesRow,
  span: Span,
  { at, from, to, override = {} }: OccurrenceTime,
): Tuple | undefined {
  const { busy, done, status, title, color } = { ...row, ...override }
  const { type } = override.span ?? span
  if (!row.readable && (!busy || row.kind === 'reminder' || status === 'cancelled')) return undefined
  const flags =
    (type === 'all-day' ? FLAG.allDay : type === 'floating' ? FLAG.floating : 0) |
    (row.readable ? flagsOf(row, { busy, done, status }) : FLAG.redacted | (row.removable ? FLAG.guest : 0))
  const unit = type === 'all-day' ? DAY : 1000
  if (!row.readable) return [0, row.index, flags, from / unit, to / unit, '', 0, 0]
  return [
    row.id,
    row.index,
    flags,
    from / unit,
    to / unit,
    title,
    (row.full && color) || 0,
    idOfWall(span, at),
  ]
}

function flagsOf(row: SeriesRow, own: Required<Pick<Override, 'busy' | 'done' | 'status'>>): number {
  return (
    (own.busy ? 0 : FLAG.free) |
    (row.home ? 0 : FLAG.guest) |
    (own.status === 'tentative' ? FLAG.tentative : own.status === 'cancelled' ? FLAG.cancelled : 0) |
    (row.full ? ownFlagsOf(row, own) : 0)
  )
}

/** What is not told of an event that is shown by its title alone. */
function ownFlagsOf(row: SeriesRow, own: { done: boolean }): number {
  return (
    (row.private ? FLAG.private : 0) |
    (row.kind === 'meeting' ? FLAG.meeting : row.kind === 'reminder' ? FLAG.reminder : 0) |
    (own.done ? FLAG.done : 0)
  )
}
