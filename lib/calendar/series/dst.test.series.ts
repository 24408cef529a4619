import { MINUTE, wallMs, wallOf } from '../day'
import { instantsOf, type Span } from '../span'
import type { Series } from './recurrence'
import { END_OF_TIME, occurrences } from './series'

/** Returns a series of timed events in a zone, each of the given duration. */
export function seriesOf(zone: string, start: string, rule: string, minutes = 60): Series {
  const first = wallMs(start)
  const span: Span = {
    type: 'timed',
    start,
    end: wallOf(first + minutes * MINUTE),
    startZone: zone,
    endZone: zone,
  }
  return { span, recurrence: { rules: [rule], dates: [], exclusions: [] }, overrides: {} }
}

export function instants(series: Series, limit = 1000): string[] {
  const found = occurrences(series, { from: -END_OF_TIME, to: END_OF_TIME }, limit)
  return found.map(({ span }) => iso(instantsOf(span, 'UTC').from))
}

export function iso(instant: number): string {
  return new Date(instant).toISOString().replace(/(:00)?\.000Z/, 'Z')
}

export const timeOf = (wall: string) => wall.slice(11)
