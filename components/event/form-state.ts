import { DAY, MINUTE, type WallMs, wallOf } from '@/lib/calendar/day'
import { endsBeforeStart, newSpanDraft, type SpanDraft, spanOfDraft, toSpanDraft } from '@/lib/calendar/draft'
import type { EditScope } from '@/lib/calendar/edits/plan'
import { spanForKind } from '@/lib/calendar/event'
import {
  DEFAULT_GUEST_OPTIONS,
  GUEST_OPTION_NAMES,
  NO_TEXTS,
  pick,
  TEXT_FIELD_NAMES,
} from '@/lib/calendar/event-fields'
import { changedFields } from '@/lib/calendar/merge'
import { inviteeOf, type Participant } from '@/lib/calendar/participant'
import { adjustRules } from '@/lib/calendar/series/adjust-rules'
import { repeatOf, rulesOf } from '@/lib/calendar/series/repeat'
import { firstOccurrenceSpan } from '@/lib/calendar/series/rule-bounds'
import type { Span } from '@/lib/calendar/span'
import { type CalendarTuple, canWriteTo, decodeCalendar } from '@/lib/calendar/tuple'
import type { FieldErrors } from '@/lib/errors'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventFields } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { movePatch } from './scope-choices'

/** The recurrence in the form. Its meaning depends on the span. */
export interface RepeatDraft {
  rules: string[]
  /** The span for which the rules were chosen or loaded. */
  at: Span
  /** Whether the rules were chosen in the form; always true for new events. */
  isChosen: boolean
}

/** The values of the event form. */
export interface EventForm extends Omit<EventFields, 'span' | 'color' | 'rules' | 'attendees'> {
  /** People with the names that the form shows. */
  attendees: Participant[]
  span: SpanDraft
  color: string | null
  repeat: RepeatDraft
}

/**
 * Returns the form of a new event, in the calendar used last if it is visible, else in that of a group, else in the
 * viewer's own.
 */
export function newForm(
  day: string,
  wall: WallMs,
  viewer: Viewer,
  calendars: CalendarTuple[],
  last: string | null,
  drawn?: Span,
): EventForm {
  const all = calendars.filter(canWriteTo).map(decodeCalendar)
  const shown = all.filter(({ isHidden }) => !isHidden)
  const writable = shown.length ? shown : all
  const calendar =
    writable.find(({ id }) => id === last) ??
    writable.find(({ group }) => group) ??
    writable.find(({ group, sharedBy }) => !group && !sharedBy) ??
    writable[0]
  const now = { today: wallOf(wall).slice(0, 10), minutes: Math.floor((wall % DAY) / MINUTE) }
  const span = drawn ? toSpanDraft(drawn, viewer.timeZone) : newSpanDraft(day, now, viewer.timeZone)
  return {
    kind: 'event',
    ...NO_TEXTS,
    color: null,
    visibility: 'default',
    busy: true,
    done: false,
    span,
    repeat: { rules: [], at: spanOfDraft(span), isChosen: true },
    calendarId: calendar?.id ?? '',
    attendees: [],
    groups: [],
    ...DEFAULT_GUEST_OPTIONS,
    hiddenFrom: [],
  }
}

export function formFromEvent(event: EventDetail, viewer: Viewer): EventForm {
  const { kind, color, visibility, busy, done, calendarId } = event
  return {
    ...pick(event, TEXT_FIELD_NAMES),
    ...{ kind, color, visibility, busy, done, calendarId },
    span: toSpanDraft(event.span, viewer.timeZone),
    repeat: repeatFrom(event.rules, event.span, event.series?.span ?? event.span),
    ...pick(event, GUEST_OPTION_NAMES),
    attendees: event.attendees.map(({ userId, email, name }) => ({ userId, email, name })),
    groups: event.groups.map(({ id }) => id),
    hiddenFrom: event.hiddenFrom.map(({ id }) => id),
  }
}

/** Expands implicit parts of the rules where possible, since an occurrence may start on another day than its series. */
function repeatFrom(rules: string[], at: Span, series: Span): RepeatDraft {
  const repeat = repeatOf(rules, series)
  return { rules: repeat ? rulesOf(repeat) : rules, at, isChosen: !rules.length }
}

/** Applies field values of a CONFLICT error to the form. */
export function withRemoteFields(
  form: EventForm,
  fields: Record<string, unknown>,
  viewer: Viewer,
): EventForm {
  const { span, rules, ...plain } = fields
  return {
    ...form,
    ...plain,
    ...(span ? { span: toSpanDraft(span as Span, viewer.timeZone) } : {}),
    ...(rules ? { repeat: repeatFrom(rules as string[], form.repeat.at, form.repeat.at) } : {}),
  }
}

/** Returns the rules adjusted to the form's start. */
export function currentRules({ repeat, span }: EventForm): string[] {
  return adjustRules(repeat.rules, repeat.at, spanOfDraft(span), !repeat.isChosen)
}

/** Returns the span; if the chosen recurrence does not include that day, its first occurrence. */
export function currentSpan(form: EventForm): Span {
  const span = spanForKind(form.kind, spanOfDraft(form.span))
  return form.repeat.isChosen ? (firstOccurrenceSpan(currentRules(form), span) ?? span) : span
}

/** Converts the form to the input of a command. */
export function toEventFields(form: EventForm): EventFields {
  const { repeat: _, color, attendees, ...plain } = form
  const span = currentSpan(form)
  return {
    ...plain,
    attendees: attendees.map(inviteeOf),
    color: color as EventFields['color'],
    span,
    rules: currentRules(form),
  }
}

/** Returns the errors that the form can detect itself; null if there are none. */
export function validateForm(form: EventForm): FieldErrors | null {
  if (!form.title.trim()) return { title: { code: 'required' } }
  if (form.kind !== 'reminder' && endsBeforeStart(form.span))
    return { 'span.end': { code: 'end_before_start' } }
  const hasOccurrence =
    !form.repeat.isChosen || firstOccurrenceSpan(currentRules(form), spanOfDraft(form.span))
  return hasOccurrence ? null : { rules: { code: 'end_before_start' } }
}

/** Returns the fields that differ between two forms. */
export function patchOf(before: EventForm, after: EventForm): Partial<EventFields> {
  const [old, next] = [toEventFields(before), toEventFields(after)]
  const fields = changedFields(old, next).map((field) => [field, next[field]] as const)
  // Rules that only follow the start are not a change of the recurrence.
  return Object.fromEntries(fields.filter(([field]) => field !== 'rules' || after.repeat.isChosen))
}

/** Returns the patch for a scope. If it contains several occurrences, the rules move with the start. */
export function patchFor(scope: EditScope, before: EventForm, after: EventForm): Partial<EventFields> {
  const patch = patchOf(before, after)
  if (after.repeat.isChosen || !patch.span) return patch
  return { ...patch, ...movePatch(after.repeat.rules, after.repeat.at, patch.span, scope) }
}
