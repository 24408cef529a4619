import { DAY } from '@/lib/calendar/day'
import { idOfWall, type Override, type Series } from '@/lib/calendar/series/recurrence'
import { MOST, type OccurrenceTime, occurrenceTimes } from '@/lib/calendar/series/times'
import { type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'
import type { Instant } from '@/lib/calendar/zones/zone'
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

/** All series of a range together have at most so many occurrences in it: rules may say "every second". */
const MOST_OF_ALL = 20_000

/** The occurrences of series in a range of instants, as tuples. */
export function seriesTuples(rows: readonly SeriesRow[], range: { from: Instant; to: Instant }): Tuple[] {
  const tuples: Tuple[] = []
  for (const row of rows) {
    const series = { span: spanFromRow(row), recurrence: row.recurrence, overrides: row.overrides }
    const left = Math.min(MOST, MOST_OF_ALL - tuples.length)
    for (const time of occurrenceTimes(series, range, left)) {
      const tuple = tupleOf(row, series.span, time)
      if (tuple) tuples.push(withPlaces(tuple, row.places))
    }
    if (tuples.length >= MOST_OF_ALL) break
  }
  return tuples
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
