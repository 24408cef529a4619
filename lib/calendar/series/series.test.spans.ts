import { DAY, HOUR, wallMs, wallOf } from '../day'
import type { Span } from '../span'
import type { Series } from './recurrence'
import { END_OF_TIME, occurrences } from './series'
import { MAX_OCCURRENCES } from './times'

export const FOREVER = { from: -END_OF_TIME, to: END_OF_TIME }
const BERLIN = { startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' }

export function timed(start: string, hours = 1): Span {
  return { type: 'timed', start, end: wallOf(wallMs(start) + hours * HOUR), ...BERLIN }
}

export function floating(start: string): Span {
  return { type: 'floating', start, end: start }
}

export function allDay(start: string): Span {
  return { type: 'all-day', start, end: wallOf(wallMs(`${start}T00:00:00`) + DAY).slice(0, 10) }
}

export function seriesOf(span: Span, ...rules: string[]): Series {
  return { span, recurrence: { rules, dates: [], exclusions: [] }, overrides: {} }
}

export function idsOf(series: Series, limit = MAX_OCCURRENCES): string[] {
  return occurrences(series, FOREVER, limit).map(({ id }) => id)
}
