import { shiftRecurrenceId } from '@/lib/calendar/edits/follow'
import { ScopeError } from '@/lib/calendar/edits/plan'
import { isWritable, planEdit } from '@/lib/calendar/edits/scope'
import { splitAt } from '@/lib/calendar/edits/split'
import type { EventContent } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/merge'
import { type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import { ALL_TIME, occurrences, spanStartingAt } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import { type Version, versionOf } from '../incoming/version'
import { createNote } from './components'
import type { IcalEvent, IcalNote } from './ical-event'
import { isBareCancel, type ParsedComponent } from './parse-component'

/** An instance with RANGE=THISANDFUTURE, which changes all following ones. */
export interface SplitChange {
  id: RecurrenceId
  component: SplitComponent
  span: Span
}

/** The data of a component needed to split a series. */
export type SplitComponent = Version & Pick<ParsedComponent, 'line' | 'fields' | 'isBare'>

/** A part of a series: up to the first RANGE=THISANDFUTURE instance, or from one to the next. */
export interface SeriesSegment {
  event: IcalEvent
  /** Id of its first instance in the file's series; empty for the first part. */
  from: RecurrenceId
  /** Returns the id that an instance of the file's series has in this part. */
  find(id: RecurrenceId): RecurrenceId
}

/**
 * Splits a series at instances with RANGE=THISANDFUTURE (RFC 5545 §3.8.4.4), as edits of "this and following" do. Moves
 * exclusions and RDATEs; the caller adds overrides. Notes where no rule can express the result.
 */
export function splitSeries(
  event: IcalEvent,
  changes: readonly SplitChange[],
  report: (note: IcalNote) => void,
): SeriesSegment[] {
  const segments: SeriesSegment[] = []
  let left: SeriesSegment = { event, from: '', find: (id) => id }
  // Starts with the last change, so that ids stay those of the file, and each rule is shifted only once.
  for (const change of changes.toReversed()) {
    const { id, component } = change
    const cut = cutAt(left.event.content, change)
    if (!cut?.exact) report(createNote(component.line, 'rule_approximated', component.fields.title))
    if (!cut) continue
    const { before, after, find } = cut
    const { line } = component
    if (!before) {
      // The change affects the whole series, since nothing precedes it.
      left = {
        event: { ...event, sequence: Math.max(event.sequence, component.sequence), content: after },
        from: '',
        find,
      }
      break
    }
    segments.push({
      event: {
        ...event,
        uid: `${event.uid}/${id}`,
        ...versionOf(component),
        line,
        kindayId: null,
        content: after,
      },
      from: id,
      find,
    })
    left = { ...left, event: { ...event, content: before } }
  }
  return [left, ...segments.reverse()]
}

type Content = IcalEvent['content']

/** A series as changed from an instance on. */
interface ShiftedSeries {
  span: Span
  rules: string[]
  /** Previous instances that no rule generates any more. */
  dates: readonly RecurrenceId[]
  find: SeriesSegment['find']
  /** Whether all instances are at the times of the file. */
  exact: boolean
}

interface Cut extends Pick<ShiftedSeries, 'find' | 'exact'> {
  before: Content | undefined
  after: Content
}

/** Splits a series at an instance and shifts the second part; undefined if its rules cannot be split. */
function cutAt(content: Content, { id, component, span }: SplitChange): Cut | undefined {
  const series = withCalendar(content)
  const parts = undefinedOnScopeError(() => splitAt(series, id) ?? { before: undefined, after: series })
  if (!parts) return undefined
  const after = withoutCalendar(parts.after)
  const fields = isBareCancel(component) ? { status: component.fields.status } : component.fields
  const on = (course: ShiftedSeries) => ({
    ...course,
    after: { ...after, ...fields, ...whenOn(after, course) },
  })
  const course = on(shiftSeries(after, id, span))
  // A shift beyond the supported years is not applied.
  const { find, exact, after: moved } = isWritable(withCalendar(course.after)) ? course : on(unmoved(after))
  return { before: parts.before && withoutCalendar(parts.before), after: moved, find, exact }
}

/** Shifts an instance and all following ones by the same time (RFC 5545 §3.8.4.4), as far as rules can express it. */
function shiftSeries(content: Content, id: RecurrenceId, span: Span): ShiftedSeries {
  const { rules } = content.recurrence!
  const slot = spanStartingAt(content.span, wallOfId(id))
  const find = (other: RecurrenceId) => shiftRecurrenceId(other, slot, span)
  const wanted = spanStartingAt(span, wallOfId(find(content.span.start)))
  if (!isWritable(withCalendar({ ...content, span: wanted }))) return unmoved(content)
  // Shifts the rules only: exceptions mostly shift by the same time, which needs no search.
  const ruled = { ...content, overrides: {}, recurrence: { rules, dates: [], exclusions: [] } }
  const plan = undefinedOnScopeError(() => planEdit(withCalendar(ruled), undefined, 'all', { span: wanted }))
  const moved = plan?.event && { span: plan.event.span, rules: plan.event.recurrence!.rules, dates: [] }
  const before = idsOf(content.span, rules, MAX_MATERIALIZED_DATES + 1)
  if (moved && isEqual(idsOf(moved.span, moved.rules, MAX_MATERIALIZED_DATES + 1), before.map(find).sort())) {
    return { ...moved, find, exact: true }
  }
  if (before.length <= MAX_MATERIALIZED_DATES) {
    return { span: wanted, rules: [], dates: before.slice(1), find, exact: false }
  }
  if (!moved) return unmoved(content)
  // The third Friday becomes the third Saturday of its month; RDATEs shift by the exact time.
  const dates = new Set(content.recurrence!.dates.flatMap((date) => date.split('/')))
  const follow = (other: RecurrenceId) =>
    (dates.has(other) ? undefined : plan.follow(other)?.id) ?? find(other)
  return { ...moved, find: follow, exact: false }
}

/** Maximum number of instances that are converted to RDATEs. */
const MAX_MATERIALIZED_DATES = 300

function unmoved({ span, recurrence }: Content): ShiftedSeries {
  return { span, rules: recurrence!.rules, dates: [], find: (id) => id, exact: false }
}

function whenOn(
  { recurrence }: Content,
  { span, rules, dates, find }: ShiftedSeries,
): Pick<Content, 'span' | 'recurrence'> {
  const moved = (ids: readonly string[]) =>
    [...new Set(ids.map((id) => id.split('/').map(find).join('/')))].sort()
  const { exclusions } = recurrence!
  return {
    span,
    recurrence: { rules, dates: moved([...recurrence!.dates, ...dates]), exclusions: moved(exclusions) },
  }
}

/** Returns the ids of instances that rules generate, ignoring exceptions. */
function idsOf(span: Span, rules: string[], limit: number): RecurrenceId[] {
  const series = { span, recurrence: { rules, dates: [], exclusions: [] }, overrides: {} }
  return occurrences(series, ALL_TIME, limit)
    .map(({ id }) => id)
    .sort()
}

function undefinedOnScopeError<T>(edit: () => T): T | undefined {
  try {
    return edit()
  } catch (error) {
    if (error instanceof ScopeError) return undefined
    throw error
  }
}

/** Adds the calendar id that edits require but do not use. */
function withCalendar(content: Content): EventContent {
  return { ...content, calendarId: '' }
}

/** Edits carry attendees along as they are, with their statuses. */
function withoutCalendar({ calendarId: _, ...content }: EventContent): Content {
  return content as Content
}
