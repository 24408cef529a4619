import { boundsOf, instantsOf, type Span } from '../span'
import type { Series } from './recurrence'
import { lastStart } from './rule-starts'
import { END_OF_TIME, occurrences, spanStartingAt } from './series'

/** Returns the spans of the next occurrences that start after a span. */
export function nextOccurrences(series: Series, after: Span, count: number): Span[] {
  const start = (span: Span) => instantsOf(span, 'UTC').from
  const from = start(after)
  // Occurrences in progress come first; they are skipped.
  const found = occurrences(series, { from: boundsOf(after).from, to: END_OF_TIME }, count + 50)
  return found
    .map(({ span }) => span)
    .filter((span) => start(span) > from)
    .slice(0, count)
}

/** Returns the last occurrence of a series that ends by COUNT; undefined for other series. */
export function lastByCount({ span, recurrence }: Series): Span | undefined {
  const [rule, ...others] = recurrence?.rules ?? []
  if (rule === undefined || others.length || !/COUNT=/i.test(rule) || /UNTIL=/i.test(rule)) return undefined
  const last = lastStart(rule, span)
  return last === undefined ? undefined : spanStartingAt(span, last)
}
