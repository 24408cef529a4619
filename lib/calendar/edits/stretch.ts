import { addDays, DAY, wallMs, wallOf } from '../day'
import { isForward, type Span } from '../span'

/** The span with its end so many days later, or earlier, but never before it has begun. */
export function stretched(span: Span, days: number): Span {
  if (span.type === 'all-day') {
    const end = addDays(span.end, days)
    return { ...span, end: end > span.start ? end : addDays(span.start, 1) }
  }
  const next = { ...span, end: wallOf(wallMs(span.end) + days * DAY) }
  return isForward(next) || days >= 0 ? next : stretched(span, days + 1)
}
