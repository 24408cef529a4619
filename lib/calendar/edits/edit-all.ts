import { type EventContent, spanForKind } from '../event'
import { isEqual } from '../is-equal'
import type { Recurrence, RecurrenceId } from '../series/recurrence'
import { occurrenceAt, slotSpan } from '../series/series'
import type { Span } from '../span'
import { findMatchingSlot, shiftRecurrenceId } from './follow'
import { sortOverrides, toSparseOverride, withChangedAttendees, withoutEdited } from './override'
import { type EditableEvent, type EditPlan, keepId, ScopeError } from './plan'
import { isOnRule, shiftSeriesSpan, toFirstOccurrence, toNearestOccurrence } from './series-start'
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

function shiftRules(content: EventContent, move: { from: Span; to: Span } | undefined): string[] {
  const { rules } = content.recurrence!
  if (!move) return rules
  return rules.map((rule) => {
    const moved = shiftRule(rule, content.span, move.from, move.to)
    if (moved === undefined) throw new ScopeError('span', 'not_movable')
    return moved
  })
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
