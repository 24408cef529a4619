import { boundsOf, instantsOf, type Span } from '../span'
import { lastStart } from './compiled-rule'
import type { Series } from './recurrence'
import { END_OF_TIME, occurrences, spanStartingAt } from './series'

/** The next few occurrences of a series that start after a span does, in order. */
export function nextOccurrences(series: Series, after: Span, count: number): Span[] {
  const start = (span: Span) => instantsOf(span, 'UTC').from
  const from = start(after)
  // What is still going on then comes first, and is left out.
  const found = occurrences(series, { from: boundsOf(after).from, to: END_OF_TIME }, count + 50)
  return found
    .map(({ span }) => span)
    .filter((span) => start(span) > from)
    .slice(0, count)
}

/** The last occurrence of a series that is told by its number; undefined where it ends otherwise, or never. */
export function lastByCount({ span, recurrence }: Series): Span | undefined {
  const [rule, ...others] = recurrence?.rules ?? []
  if (rule === undefined || others.length || !/COUNT=/i.test(rule) || /UNTIL=/i.test(rule)) return undefined
  const last = lastStart(rule, span)
  return last === undefined ? undefined : spanStartingAt(span, last)
}
