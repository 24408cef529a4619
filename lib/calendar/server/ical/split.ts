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
import { note } from './components'
import type { IcalEvent, IcalNote } from './ical-event'
import { isBareCancel, type ParsedComponent } from './parts'

/** An instance that changes all that follow it: which, what it says, and when it is. */
export interface SplitChange {
  id: RecurrenceId
  part: SplitComponent
  span: Span
}

/** The properties of a component by which it splits a series. */
export type SplitComponent = Version & Pick<ParsedComponent, 'line' | 'fields' | 'bare'>

/** A series up to the first instance that changes all that follow it, or from one such to the next. */
export interface SeriesSegment {
  event: IcalEvent
  /** The instance that it begins with, as the file's series knows it; before all others for the first. */
  from: RecurrenceId
  /** Where an instance of the file's series is in this. */
  find(id: RecurrenceId): RecurrenceId
}

/**
 * A series whose instances change from one on (RANGE=THISANDFUTURE, RFC 5545 §3.8.4.4), as series that follow each other,
 * split as an edit of "this and following" does it. Exceptions go along, overrides are still to be put in. Noted where
 * a rule cannot say where its instances went. `changes`: in order.
 */
export function splitSeries(
  event: IcalEvent,
  changes: readonly SplitChange[],
  notes: (note: IcalNote) => void,
): SeriesSegment[] {
  const stretches: SeriesSegment[] = []
  let left: SeriesSegment = { event, from: '', find: (id) => id }
  // The last first: instances keep the ids that the file knows them by, and every rule is moved but once.
  for (const change of changes.toReversed()) {
    const { id, part } = change
    const cut = cutAt(left.event.content, change)
    if (!cut?.exact) notes(note(part.line, 'rule_approximated', part.fields.title))
    if (!cut) continue
    const { before, after, find } = cut
    const { line } = part
    if (!before) {
      // Nothing is left before it: the series is changed as a whole.
      left = {
        event: { ...event, sequence: Math.max(event.sequence, part.sequence), content: after },
        from: '',
        find,
      }
      break
    }
    stretches.push({
      event: { ...event, uid: `${event.uid}/${id}`, ...versionOf(part), line, origin: null, content: after },
      from: id,
      find,
    })
    left = { ...left, event: { ...event, content: before } }
  }
  return [left, ...stretches.reverse()]
}

type Content = IcalEvent['content']

/** How a series goes on from an instance. */
interface ShiftedSeries {
  span: Span
  rules: string[]
  /** Instances that no rule leads to any more, where they were before. */
  dates: readonly RecurrenceId[]
  find: SeriesSegment['find']
  /** Whether all instances are where the file has them. */
  exact: boolean
}

interface Cut extends Pick<ShiftedSeries, 'find' | 'exact'> {
  before: Content | undefined
  after: Content
}

/** The series before an instance, and from it on, moved as that was; undefined where its rules cannot be parted. */
function cutAt(content: Content, { id, part, span }: SplitChange): Cut | undefined {
  const whole = withCalendar(content)
  const parts = undefinedOnScopeError(() => splitAt(whole, id) ?? { before: undefined, after: whole })
  if (!parts) return undefined
  const after = withoutCalendar(parts.after)
  const fields = isBareCancel(part) ? { status: part.fields.status } : part.fields
  const on = (course: ShiftedSeries) => ({
    ...course,
    after: { ...after, ...fields, ...whenOn(after, course) },
  })
  const course = on(shiftSeries(after, id, span))
  // What would leave the years that can be written stays.
  const { find, exact, after: moved } = isWritable(withCalendar(course.after)) ? course : on(unmoved(after))
  return { before: parts.before && withoutCalendar(parts.before), after: moved, find, exact }
}

/** The same time difference for an instance and all that follow it (RFC 5545 §3.8.4.4): as far as rules can say that. */
function shiftSeries(content: Content, id: RecurrenceId, span: Span): ShiftedSeries {
  const { rules } = content.recurrence!
  const slot = spanStartingAt(content.span, wallOfId(id))
  const find = (other: RecurrenceId) => shiftRecurrenceId(other, slot, span)
  const wanted = spanStartingAt(span, wallOfId(find(content.span.start)))
  if (!isWritable(withCalendar({ ...content, span: wanted }))) return unmoved(content)
  // The rules alone: exceptions mostly go along by the same time, which need not be looked for.
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
  // The third Friday is found as the third Saturday of its month; no rule says where an RDATE is.
  const dates = new Set(content.recurrence!.dates.flatMap((date) => date.split('/')))
  const follow = (other: RecurrenceId) =>
    (dates.has(other) ? undefined : plan.follow(other)?.id) ?? find(other)
  return { ...moved, find: follow, exact: false }
}

/** More instances than these do not become dates. */
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

/** Where rules lead, exceptions not asked for. */
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

/** Edits know which calendar an event is in, which makes no difference to them. */
function withCalendar(content: Content): EventContent {
  return { ...content, calendarId: '' }
}

function withoutCalendar({ calendarId: _, ...content }: EventContent): Content {
  return content
}
