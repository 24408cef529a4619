import { DAY, MINUTE, type WallMs, wallOf } from '@/lib/calendar/day'
import { endsBeforeStart, newSpanDraft, type SpanDraft, spanOfDraft, toSpanDraft } from '@/lib/calendar/draft'
import type { Scope } from '@/lib/calendar/edits/plan'
import { spanForKind } from '@/lib/calendar/event'
import { NO_TEXTS, pick, TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { changedFields } from '@/lib/calendar/merge'
import { adjustRules, firstOccurrenceSpan, repeatOf, rulesOf } from '@/lib/calendar/series/repeat'
import type { Span } from '@/lib/calendar/span'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { FieldErrors } from '@/lib/errors'
import type { EventDetail, EventFields } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { movePatch } from './scope-choices'

/** How it repeats, as the form holds it: with another start it says something else. */
export interface RepeatDraft {
  rules: string[]
  /** The span that the rules were chosen at, or found with. */
  at: Span
  /** Chosen here, and not found: all of a new event is. */
  chosen: boolean
}

/** An event as the form holds it. */
export interface EventForm extends Omit<EventFields, 'span' | 'color' | 'rules'> {
  span: SpanDraft
  color: string | null
  repeat: RepeatDraft
}

/** A new event on a day, or as it was drawn, in the calendar that one used last if it is shown, else in one's own. */
export function newForm(
  day: string,
  wall: WallMs,
  viewer: Viewer,
  calendars: CalendarTuple[],
  last: string | null,
  drawn?: Span,
): EventForm {
  const all = calendars.filter(([, , , level]) => level >= 3)
  const shown = all.filter(([, , , , , , hidden]) => !hidden)
  const writable = shown.length ? shown : all
  const calendar =
    writable.find(([id]) => id === last) ??
    writable.find(([, , , , group, , , sharedBy]) => !group && !sharedBy) ??
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
    repeat: { rules: [], at: spanOfDraft(span), chosen: true },
    calendarId: calendar?.[0] ?? '',
    attendees: [],
    hiddenFrom: [],
  }
}

export function formFromEvent(event: EventDetail, viewer: Viewer): EventForm {
  const { kind, color, visibility, busy, done, calendarId } = event
  return {
    ...pick(event, TEXT_FIELD_NAMES),
    ...{ kind, color, visibility, busy, done, calendarId },
    span: toSpanDraft(event.span, viewer.timeZone),
    repeat: found(event.rules, event.span, event.series?.span ?? event.span),
    attendees: event.attendees.flatMap(({ userId }) => userId ?? []),
    hiddenFrom: event.hiddenFrom.map(({ id }) => id),
  }
}

/** Rules as they are: said in full where that can be done, since an occurrence may lie elsewhere than its series. */
function found(rules: string[], at: Span, series: Span): RepeatDraft {
  const repeat = repeatOf(rules, series)
  return { rules: repeat ? rulesOf(repeat) : rules, at, chosen: !rules.length }
}

/** The form with fields as someone else has left them: as a CONFLICT tells, in the words of events and not of forms. */
export function withRemoteFields(
  form: EventForm,
  fields: Record<string, unknown>,
  viewer: Viewer,
): EventForm {
  const { span, attendees, rules, ...plain } = fields
  const people = attendees as { userId: string | null }[] | undefined
  return {
    ...form,
    ...plain,
    ...(span ? { span: toSpanDraft(span as Span, viewer.timeZone) } : {}),
    ...(rules ? { repeat: found(rules as string[], form.repeat.at, form.repeat.at) } : {}),
    ...(people ? { attendees: people.flatMap(({ userId }) => userId ?? []) } : {}),
  }
}

/** The rules as they are with the start that the form has now. */
export function currentRules({ repeat, span }: EventForm): string[] {
  return adjustRules(repeat.rules, repeat.at, spanOfDraft(span), !repeat.chosen)
}

/** When it is: where a repetition was chosen that does not happen on that day, the first time that it does. */
export function currentSpan(form: EventForm): Span {
  const span = spanForKind(form.kind, spanOfDraft(form.span))
  return form.repeat.chosen ? (firstOccurrenceSpan(currentRules(form), span) ?? span) : span
}

/** The form as a command takes it. */
export function toEventFields(form: EventForm): Record<string, unknown> {
  const { repeat: _, ...plain } = form
  return { ...plain, span: currentSpan(form), rules: currentRules(form) }
}

/** What stands in the way of saving, as far as the form itself can tell; null: nothing. */
export function validateForm(form: EventForm): FieldErrors | null {
  if (!form.title.trim()) return { title: { code: 'required' } }
  if (form.kind !== 'reminder' && endsBeforeStart(form.span))
    return { 'span.end': { code: 'end_before_start' } }
  const happens = !form.repeat.chosen || firstOccurrenceSpan(currentRules(form), spanOfDraft(form.span))
  return happens ? null : { rules: { code: 'end_before_start' } }
}

/** The fields in which the form differs from what it began with. */
export function patchOf(before: EventForm, after: EventForm): Record<string, unknown> {
  const [old, next] = [toEventFields(before), toEventFields(after)]
  const fields = changedFields(old, next).map((field) => [field, next[field]] as const)
  // That a rule follows its start is nobody's change of it: one occurrence moved leaves it as it is.
  return Object.fromEntries(fields.filter(([field]) => field !== 'rules' || after.repeat.chosen))
}

/** The patch of so much of a series: where it reaches more than one occurrence, the rule goes along with its start. */
export function patchFor(scope: Scope, before: EventForm, after: EventForm): Record<string, unknown> {
  const patch = patchOf(before, after)
  if (after.repeat.chosen || !patch.span) return patch
  return { ...patch, ...movePatch(after.repeat.rules, after.repeat.at, patch.span as Span, scope) }
}
