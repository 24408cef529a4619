import { addDays, DAY, dayNumber } from '../day'
import { type EventContent, spanForKind } from '../event'
import { isEqual } from '../merge'
import type { Participant } from '../participant'
import { type Override, type Recurrence, type RecurrenceId, startWall } from '../series/recurrence'
import { formatRule, parseRule } from '../series/rule'
import { occurrenceAt, slotSpan, spanStartingAt } from '../series/series'
import { ruleStarts } from '../series/slots'
import type { Span } from '../span'
import { findMatchingSlot, shiftRecurrenceId, startDay } from './follow'
import { sortOverrides, toSparseOverride } from './override'
import { type EditableEvent, type EditPlan, keepId, ScopeError } from './plan'
import { shiftRule } from './shift'

/** Plans an edit of the whole series, made at one of its occurrences. */
export function editAll(
  content: EventContent,
  id: RecurrenceId | undefined,
  patch: Partial<EditableEvent>,
): EditPlan {
  const { rules, span: wanted, ...plain } = patch
  const { recurrence } = content
  if (!recurrence) {
    const newRecurrence = rules?.length ? { rules, dates: [], exclusions: [] } : null
    const event = { ...content, ...plain, ...(wanted && { span: wanted }), recurrence: newRecurrence }
    return { event, split: null, follow: keepId, kept: 0, dropped: 0 }
  }
  const shown = id === undefined ? content.span : occurrenceAt(content, id)!.span
  if (rules && !rules.length && !(recurrence.dates.length && !recurrence.rules.length)) {
    // Without recurrence, the edited occurrence remains, with its override.
    const own = (id !== undefined && content.overrides[id]) || {}
    const event = { ...content, ...own, ...plain, span: wanted ?? shown, recurrence: null, overrides: {} }
    const dropped = Object.keys(content.overrides).filter((other) => other !== id).length
    return { event, split: null, follow: () => undefined, kept: 0, dropped }
  }
  const move = wanted && !isEqual(wanted, shown) ? { from: shown, to: wanted } : undefined
  const moved = move ? shiftSeriesSpan(content.span, move.from, move.to) : content.span
  const slot = id === undefined ? content.span : slotSpan(content, id)
  const next: Recurrence = {
    ...recurrence,
    // Uses the occurrence's original slot, not the span of its override.
    rules:
      rules ?? shiftRules(content, move && { from: slot, to: shiftSeriesSpan(slot, move.from, move.to) }),
  }
  const span = !isOnRule(content)
    ? moved
    : rules
      ? toFirstOccurrence(moved, rules)
      : move
        ? toNearestOccurrence(moved, next.rules)
        : moved
  const series = {
    span,
    recurrence: { ...next, dates: [] as string[], exclusions: [] as string[] },
    overrides: {},
  }
  const translate = (other: RecurrenceId) => shiftRecurrenceId(other, content.span, rules ? moved : span)
  const isPoint = (plain.kind ?? content.kind) === 'reminder'
  const dates = recurrence.dates
    .map((date) =>
      date
        .split('/', isPoint ? 1 : 2)
        .map(translate)
        .join('/'),
    )
    .sort()
  const placed = { ...series, recurrence: { ...series.recurrence, dates } }
  const fits = (other: RecurrenceId): RecurrenceId | undefined =>
    !move && !rules ? other : findMatchingSlot(content, placed, other, !rules, rules ? moved : span)
  const exceptions = assignTargets(
    [...recurrence.exclusions, ...Object.keys(content.overrides)],
    fits,
    translate,
  )
  const follow = (other: RecurrenceId) => (exceptions.has(other) ? exceptions.get(other) : fits(other))

  const plan = { kept: 0, dropped: 0 }
  const exclusions = recurrence.exclusions.flatMap((other) => {
    const movedId = follow(other)
    if (movedId !== undefined) plan.kept++
    return movedId ?? []
  })
  const target = {
    ...content,
    ...plain,
    span,
    recurrence: { ...next, dates, exclusions: unique(exclusions) },
  }
  const overrides = Object.entries(content.overrides).map(([other, override]) => {
    const movedId = follow(other)
    if (movedId === undefined) plan.dropped++
    else plan.kept++
    const own =
      other === id ? withoutEdited(override, patch) : withChangedAttendees(override, content, plain.attendees)
    if (own.span) own.span = spanForKind(target.kind, own.span)
    return [
      movedId ?? '',
      movedId === undefined ? undefined : toSparseOverride(target, movedId, own),
    ] as const
  })
  return {
    event: { ...target, overrides: sortOverrides(overrides) },
    split: null,
    follow: (other) => {
      const movedId = follow(other)
      return movedId === undefined ? undefined : keepId(movedId)
    },
    ...plan,
  }
}

/** Returns the new id of each exception. If two map to the same id, the exact match wins, then the first. */
function assignTargets(
  ids: readonly RecurrenceId[],
  fits: (id: RecurrenceId) => RecurrenceId | undefined,
  exact: (id: RecurrenceId) => RecurrenceId,
): Map<RecurrenceId, RecurrenceId | undefined> {
  const wanted = ids.map((id) => ({ id, target: fits(id) }))
  const inTurn = wanted.toSorted(
    (a, b) => Number(b.target === exact(b.id)) - Number(a.target === exact(a.id)),
  )
  const taken = new Set<RecurrenceId>()
  const places = new Map<RecurrenceId, RecurrenceId | undefined>()
  for (const { id, target } of inTurn) {
    const free = target !== undefined && !taken.has(target)
    places.set(id, free ? target : undefined)
    if (free) taken.add(target)
  }
  return places
}

/** Removes the edited fields from the override of the edited occurrence, since they now apply to the whole series. */
function withoutEdited(override: Override, patch: Partial<EditableEvent>): Override {
  const { span, ...own } = override
  const left = Object.fromEntries(Object.entries(own).filter(([field]) => !(field in patch))) as Override
  return span ? { ...left, span: patch.span ?? span } : left
}

/** Applies added and removed attendees of the series to an override with its own attendees. */
function withChangedAttendees(
  override: Override,
  content: EventContent,
  people: Participant[] | undefined,
): Override {
  if (!override.attendees || !people) return override
  const is = (a: Participant) => (b: Participant) => a.userId === b.userId && a.email === b.email
  const added = people.filter((a) => !content.attendees.some(is(a)) && !override.attendees!.some(is(a)))
  const removed = content.attendees.filter((a) => !people.some(is(a)))
  return { ...override, attendees: [...override.attendees.filter((a) => !removed.some(is(a))), ...added] }
}

function shiftRules(content: EventContent, move: { from: Span; to: Span } | undefined): string[] {
  const { rules } = content.recurrence!
  if (!move) return rules
  return rules.map((rule) => {
    const moved = shiftRule(rule, content.span, move.from, move.to)
    if (moved === undefined) throw new ScopeError('span', 'not_movable')
    return moved
  })
}

/** Returns whether a rule generates DTSTART itself. */
function isOnRule({ span, recurrence }: EventContent): boolean {
  const start = startWall(span)
  return recurrence!.rules.some((rule) => ruleStarts(rule, span, start, start + 1, 1).length > 0)
}

/** Moves the span to the first occurrence of new rules, since DTSTART always is an occurrence (RFC 5545 §3.8.5.3). */
function toFirstOccurrence(span: Span, rules: readonly string[]): Span {
  const firsts = rules.flatMap((rule) => ruleStarts(rule, span, startWall(span), Number.POSITIVE_INFINITY, 1))
  return firsts.length ? spanStartingAt(span, Math.min(...firsts)) : span
}

/**
 * Moves the span to the nearest occurrence of the rules, since DTSTART always is an occurrence: the first Monday of a
 * month, shifted by a day, is not always its first Tuesday.
 */
function toNearestOccurrence(span: Span, rules: readonly string[]): Span {
  const start = startWall(span)
  if (rules.length !== 1 || !/FREQ=(MONTHLY|YEARLY).*BY/.test(rules[0]!)) return span
  const every = formatRule({ ...parseRule(rules[0]!), interval: 1, count: null, until: null })
  const [from, to] = [start - 31 * DAY, start + 31 * DAY]
  const starts = ruleStarts(every, spanStartingAt(span, from), from, to, 62)
  const nearest = starts.toSorted((a, b) => Math.abs(a - start) - Math.abs(b - start))[0]
  return nearest === undefined ? span : spanStartingAt(span, nearest)
}

/** Moves the series' span as one of its occurrences: by the same days, and to its time, duration and zones. */
function shiftSeriesSpan(series: Span, from: Span, to: Span): Span {
  if ((series.type === 'all-day') === (to.type === 'all-day') && series.type === from.type) {
    return spanStartingAt(to, startWall(series) + startWall(to) - startWall(from))
  }
  const days = dayNumber(startDay(to)) - dayNumber(startDay(from))
  const time = startWall(to) - dayNumber(startDay(to)) * DAY
  return spanStartingAt(to, dayNumber(addDays(startDay(series), days)) * DAY + time)
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
