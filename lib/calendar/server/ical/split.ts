import { isWritable } from '@/lib/calendar/edits/scope'
import { splitAt } from '@/lib/calendar/edits/split'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import { type Version, versionOf } from '../incoming/version'
import type { IcalEvent } from './ical-event'
import { createNote, type IcalNote } from './notes'
import { isBareCancel, type ParsedComponent } from './parsed-component'
import {
  type SeriesContent,
  type ShiftedSeries,
  shiftSeries,
  undefinedOnScopeError,
  unshiftedSeries,
  withCalendar,
  withoutCalendar,
} from './shift-series'

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
  let earlier: SeriesSegment = { event, from: '', find: (id) => id }
  // Starts with the last change, so that ids stay those of the file, and each rule is shifted only once.
  for (const change of changes.toReversed()) {
    const { id, component } = change
    const cut = cutAt(earlier.event.content, change)
    if (!cut?.isExact) report(createNote(component.line, 'rule_approximated', component.fields.title))
    if (!cut) continue
    const { before, after, find } = cut
    const { line } = component
    if (!before) {
      // The change affects the whole series, since nothing precedes it.
      earlier = {
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
    earlier = { ...earlier, event: { ...event, content: before } }
  }
  return [earlier, ...segments.reverse()]
}

interface Cut extends Pick<ShiftedSeries, 'find' | 'isExact'> {
  before: SeriesContent | undefined
  after: SeriesContent
}

/** Splits a series at an instance and shifts the second part; undefined if its rules cannot be split. */
function cutAt(content: SeriesContent, { id, component, span }: SplitChange): Cut | undefined {
  const series = withCalendar(content)
  const parts = undefinedOnScopeError(() => splitAt(series, id) ?? { before: undefined, after: series })
  if (!parts) return undefined
  const after = withoutCalendar(parts.after)
  const fields = isBareCancel(component) ? { status: component.fields.status } : component.fields
  const applyShift = (shifted: ShiftedSeries) => ({
    ...shifted,
    after: { ...after, ...fields, ...shiftedTimes(after, shifted) },
  })
  const shifted = applyShift(shiftSeries(after, id, span))
  // A shift beyond the supported years is not applied.
  const {
    find,
    isExact,
    after: moved,
  } = isWritable(withCalendar(shifted.after)) ? shifted : applyShift(unshiftedSeries(after))
  return { before: parts.before && withoutCalendar(parts.before), after: moved, find, isExact }
}

function shiftedTimes(
  { recurrence }: SeriesContent,
  { span, rules, dates, find }: ShiftedSeries,
): Pick<SeriesContent, 'span' | 'recurrence'> {
  const moved = (ids: readonly string[]) =>
    [...new Set(ids.map((id) => id.split('/').map(find).join('/')))].sort()
  const { exclusions } = recurrence!
  return {
    span,
    recurrence: { rules, dates: moved([...recurrence!.dates, ...dates]), exclusions: moved(exclusions) },
  }
}
