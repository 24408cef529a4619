import { shiftRecurrenceId } from '@/lib/calendar/edits/follow'
import { ScopeError } from '@/lib/calendar/edits/plan'
import { isWritable, planEdit } from '@/lib/calendar/edits/scope'
import type { EventContent } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import { ALL_TIME, occurrences, spanStartingAt } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import type { IcalEvent } from './ical-event'

export type SeriesContent = IcalEvent['content']

/** A series as changed from an instance on. */
export interface ShiftedSeries {
  span: Span
  rules: string[]
  /** Previous instances that no rule generates any more. */
  dates: readonly RecurrenceId[]
  /** Returns the id that an instance has after the shift. */
  find: (id: RecurrenceId) => RecurrenceId
  /** Whether all instances are at the times of the file. */
  isExact: boolean
}

/** Shifts an instance and all following ones by the same time (RFC 5545 §3.8.4.4), as far as rules can express it. */
export function shiftSeries(content: SeriesContent, id: RecurrenceId, span: Span): ShiftedSeries {
  const { rules } = content.recurrence!
  const slot = spanStartingAt(content.span, wallOfId(id))
  const find = (other: RecurrenceId) => shiftRecurrenceId(other, slot, span)
  const shiftedSpan = spanStartingAt(span, wallOfId(find(content.span.start)))
  if (!isWritable(withCalendar({ ...content, span: shiftedSpan }))) return unshiftedSeries(content)
  // Shifts the rules only. Exceptions mostly shift by the same time, so their new ids need no search.
  const withoutExceptions = { ...content, overrides: {}, recurrence: { rules, dates: [], exclusions: [] } }
  const plan = undefinedOnScopeError(() =>
    planEdit(withCalendar(withoutExceptions), undefined, 'all', { span: shiftedSpan }),
  )
  const moved = plan?.event && { span: plan.event.span, rules: plan.event.recurrence!.rules, dates: [] }
  const before = idsOf(content.span, rules, MAX_MATERIALIZED_DATES + 1)
  if (moved && isEqual(idsOf(moved.span, moved.rules, MAX_MATERIALIZED_DATES + 1), before.map(find).sort())) {
    return { ...moved, find, isExact: true }
  }
  if (before.length <= MAX_MATERIALIZED_DATES) {
    return { span: shiftedSpan, rules: [], dates: before.slice(1), find, isExact: false }
  }
  if (!moved) return unshiftedSeries(content)
  // Instances of a rule follow the shifted rule (a month's third Friday becomes its third Saturday); RDATEs shift by
  // the exact time.
  const dates = new Set(content.recurrence!.dates.flatMap((date) => date.split('/')))
  const follow = (other: RecurrenceId) =>
    (dates.has(other) ? undefined : plan.follow(other)?.id) ?? find(other)
  return { ...moved, find: follow, isExact: false }
}

/** Maximum number of instances that are converted to RDATEs. */
const MAX_MATERIALIZED_DATES = 300

export function unshiftedSeries({ span, recurrence }: SeriesContent): ShiftedSeries {
  return { span, rules: recurrence!.rules, dates: [], find: (id) => id, isExact: false }
}

/** Returns the ids of instances that rules generate, ignoring exceptions. */
function idsOf(span: Span, rules: string[], limit: number): RecurrenceId[] {
  const series = { span, recurrence: { rules, dates: [], exclusions: [] }, overrides: {} }
  return occurrences(series, ALL_TIME, limit)
    .map(({ id }) => id)
    .sort()
}

export function undefinedOnScopeError<T>(edit: () => T): T | undefined {
  try {
    return edit()
  } catch (error) {
    if (error instanceof ScopeError) return undefined
    throw error
  }
}

/** Adds the calendar id that edits require but do not use. */
export function withCalendar(content: SeriesContent): EventContent {
  return { ...content, calendarId: '' }
}

/** Removes the calendar id. The cast is safe: edits do not change attendees, which therefore keep their statuses. */
export function withoutCalendar({ calendarId: _, ...content }: EventContent): SeriesContent {
  return content as SeriesContent
}
