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

/** Plans an edit of the whole event or series. @param id the occurrence in which the user made the edit, if any */
export function editAll(
  content: EventContent,
  id: RecurrenceId | undefined,
  patch: Partial<EditableEvent>,
): EditPlan {
  const { rules, span: newSpan, ...plain } = patch
  const { recurrence } = content
  if (!recurrence) {
    const newRecurrence = rules?.length ? { rules, dates: [], exclusions: [] } : null
    const event = { ...content, ...plain, ...(newSpan && { span: newSpan }), recurrence: newRecurrence }
    return { event, split: null, follow: keepId, kept: 0, dropped: 0 }
  }
  const editedSpan = id === undefined ? content.span : occurrenceAt(content, id)!.span
  if (rules && !rules.length && !(recurrence.dates.length && !recurrence.rules.length)) {
    // Without recurrence, the edited occurrence remains, with its override.
    const override = (id !== undefined && content.overrides[id]) || {}
    const event = {
      ...content,
      ...override,
      ...plain,
      span: newSpan ?? editedSpan,
      recurrence: null,
      overrides: {},
    }
    const dropped = Object.keys(content.overrides).filter((other) => other !== id).length
    return { event, split: null, follow: () => undefined, kept: 0, dropped }
  }
  const move = newSpan && !isEqual(newSpan, editedSpan) ? { from: editedSpan, to: newSpan } : undefined
  const moved = move ? shiftSeriesSpan(content.span, move.from, move.to) : content.span
  const slot = id === undefined ? content.span : slotSpan(content, id)
  const shiftedRecurrence: Recurrence = {
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
        ? toNearestOccurrence(moved, shiftedRecurrence.rules)
        : moved
  const series = {
    span,
    recurrence: { ...shiftedRecurrence, dates: [] as string[], exclusions: [] as string[] },
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
  const movedSeries = { ...series, recurrence: { ...series.recurrence, dates } }
  const findTarget = (other: RecurrenceId): RecurrenceId | undefined =>
    !move && !rules ? other : findMatchingSlot(content, movedSeries, other, !rules, rules ? moved : span)
  const exceptions = assignTargets(
    [...recurrence.exclusions, ...Object.keys(content.overrides)],
    findTarget,
    translate,
  )
  const follow = (other: RecurrenceId) => (exceptions.has(other) ? exceptions.get(other) : findTarget(other))

  const counts = { kept: 0, dropped: 0 }
  const exclusions = recurrence.exclusions.flatMap((other) => {
    const movedId = follow(other)
    if (movedId !== undefined) counts.kept++
    return movedId ?? []
  })
  const target = {
    ...content,
    ...plain,
    span,
    recurrence: { ...shiftedRecurrence, dates, exclusions: unique(exclusions) },
  }
  const overrides = Object.entries(content.overrides).map(([other, override]) => {
    const movedId = follow(other)
    if (movedId === undefined) counts.dropped++
    else counts.kept++
    const newOverride =
      other === id ? withoutEdited(override, patch) : withChangedAttendees(override, content, plain.attendees)
    if (newOverride.span) newOverride.span = spanForKind(target.kind, newOverride.span)
    return [
      movedId ?? '',
      movedId === undefined ? undefined : toSparseOverride(target, movedId, newOverride),
    ] as const
  })
  return {
    event: { ...target, overrides: sortOverrides(overrides) },
    split: null,
    follow: (other) => {
      const movedId = follow(other)
      return movedId === undefined ? undefined : keepId(movedId)
    },
    ...counts,
  }
}

/** Returns the new id of each exception. If two map to the same id, the exact match wins, then the first. */
function assignTargets(
  ids: readonly RecurrenceId[],
  findTarget: (id: RecurrenceId) => RecurrenceId | undefined,
  exactTarget: (id: RecurrenceId) => RecurrenceId,
): Map<RecurrenceId, RecurrenceId | undefined> {
  const wanted = ids.map((id) => ({ id, target: findTarget(id) }))
  const exactFirst = wanted.toSorted(
    (a, b) => Number(b.target === exactTarget(b.id)) - Number(a.target === exactTarget(a.id)),
  )
  const takenIds = new Set<RecurrenceId>()
  const targets = new Map<RecurrenceId, RecurrenceId | undefined>()
  for (const { id, target } of exactFirst) {
    const isFree = target !== undefined && !takenIds.has(target)
    targets.set(id, isFree ? target : undefined)
    if (isFree) takenIds.add(target)
  }
  return targets
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
