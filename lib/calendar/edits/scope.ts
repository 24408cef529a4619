import { DAY, isDay, isWall } from '../day'
import type { EventContent } from '../event'
import { OVERRIDABLE_FIELDS } from '../event-fields'
import { type Override, type RecurrenceId, wallOfId } from '../series/recurrence'
import { lastStart } from '../series/rule-starts'
import { ALL_TIME, END_OF_TIME, occurrenceAt, occurrences } from '../series/series'
import { editAll } from './edit-all'
import { sortOverrides, toSparseOverride } from './override'
import { type EditableEvent, type EditPlan, type EditScope, keepId, ScopeError } from './plan'
import { splitAt } from './split'

/** Returns the editable fields of an event or occurrence; undefined if the occurrence does not exist. */
export function editableAt(content: EventContent, id: RecurrenceId | undefined): EditableEvent | undefined {
  const { recurrence, overrides, unknown: _, ...plain } = content
  const rules = recurrence?.rules ?? []
  if (id === undefined) return { ...plain, rules }
  const occurrence = occurrenceAt(content, id)
  if (!occurrence) return undefined
  const { unknown: __, ...overridden } = occurrence.override ?? {}
  return { ...plain, ...overridden, span: occurrence.span, rules }
}

/**
 * Plans an edit.
 * @param id the edited occurrence; undefined for a single event, or for the series itself
 * @throws ScopeError if the patch cannot be applied to the scope
 */
export function planEdit(
  content: EventContent,
  id: RecurrenceId | undefined,
  scope: EditScope,
  patch: Partial<EditableEvent>,
): EditPlan {
  const plan = planUnchecked(content, id, scope, patch)
  for (const part of [plan.event, plan.split]) {
    if (part && !isWritable(part)) throw new ScopeError('span', 'not_movable')
    if (part && !isWithinLimits(part)) throw new ScopeError('occurrence', 'too_many_exceptions')
  }
  return plan
}

/** Returns whether all times of an event are in supported years. */
export function isWritable({ span, recurrence, overrides }: EventContent): boolean {
  const ids = [...(recurrence?.dates ?? []), ...(recurrence?.exclusions ?? []), ...Object.keys(overrides)]
  const walls = ids.flatMap((id) => id.split('/'))
  const spans = [span, ...Object.values(overrides).flatMap((override) => override.span ?? [])]
  const times = [...spans.flatMap(({ start, end }) => [start, end]), ...walls]
  return times.every((time) => isDay(time) || isWall(time))
}

/** Limits of exceptions, since a series is loaded and stored with all of them. */
const MAX_EXCEPTIONS = 5000
const MAX_OVERRIDE_CHARACTERS = 2_000_000

function isWithinLimits({ recurrence, overrides }: EventContent): boolean {
  const changed = Object.keys(overrides).length
  const deleted = recurrence?.exclusions.length ?? 0
  return (
    changed <= MAX_EXCEPTIONS &&
    deleted <= 2 * MAX_EXCEPTIONS &&
    (changed < 50 || JSON.stringify(overrides).length <= MAX_OVERRIDE_CHARACTERS)
  )
}

function planUnchecked(
  content: EventContent,
  id: RecurrenceId | undefined,
  scope: EditScope,
  patch: Partial<EditableEvent>,
): EditPlan {
  if (id === undefined || !content.recurrence) return editAll(content, undefined, patch)
  if (scope === 'this') return editThis(content, id, patch)
  const parts = scope === 'following' ? splitAt(content, id) : undefined
  if (!parts) return editAll(content, id, patch)
  const after = editAll(parts.after, parts.id, patch)
  return {
    event: parts.before,
    split: after.event,
    cut: parts.after.span,
    follow: (other) => {
      if (wallOfId(other) < parts.at) return { id: other, split: false }
      const followed = after.follow(other)
      return followed && { ...followed, split: true }
    },
    kept: after.kept,
    dropped: after.dropped,
  }
}

/** Plans the deletion of an occurrence, of it and the following ones, or of all. */
export function planDelete(content: EventContent, id: RecurrenceId | undefined, scope: EditScope): EditPlan {
  const deleteAll: EditPlan = { event: null, split: null, follow: () => undefined, kept: 0, dropped: 0 }
  if (id === undefined || !content.recurrence || scope === 'all') return deleteAll
  if (scope === 'this') {
    const { [id]: _, ...overrides } = content.overrides
    const exclusions = [...content.recurrence.exclusions, id].sort()
    const event = { ...content, overrides, recurrence: { ...content.recurrence, exclusions } }
    const deleteOne = {
      ...deleteAll,
      event,
      follow: (other: RecurrenceId) => (other === id ? undefined : keepId(other)),
    }
    return occurrences(event, ALL_TIME, 1).length ? deleteOne : deleteAll
  }
  const parts = splitAt(content, id)
  if (!parts) return deleteAll
  return {
    ...deleteAll,
    event: parts.before,
    follow: (other) => (wallOfId(other) < parts.at ? keepId(other) : undefined),
  }
}

/**
 * Counts the occurrences that an edit affects. Of an endless series, counts only those within two years from `now` or
 * from the edited occurrence, whichever is later.
 */
export function countAffected(
  content: EventContent,
  id: RecurrenceId | undefined,
  scope: EditScope,
  now: number,
): { count: number; isEndless: boolean } {
  const { recurrence } = content
  if (!recurrence || scope === 'this') return { count: 1, isEndless: false }
  const isEndless = recurrence.rules.some((rule) => lastStart(rule, content.span) === undefined)
  const chosen = id === undefined ? ALL_TIME.from : wallOfId(id) - DAY
  const first = scope === 'following' ? chosen : ALL_TIME.from
  const to = isEndless ? Math.max(now, chosen) + 2 * 365 * DAY : END_OF_TIME
  const found = occurrences(content, { from: isEndless ? Math.max(now, first) : first, to }, 10_000)
  const count = found.filter(
    (occurrence) => scope === 'all' || wallOfId(occurrence.id) >= wallOfId(id!),
  ).length
  return { count, isEndless }
}

function editThis(content: EventContent, id: RecurrenceId, patch: Partial<EditableEvent>): EditPlan {
  for (const field of Object.keys(patch)) {
    if (!OVERRIDABLE_FIELDS.includes(field as (typeof OVERRIDABLE_FIELDS)[number]))
      throw new ScopeError(field, 'whole_series')
  }
  const merged: Override = { ...content.overrides[id], ...(patch as Override) }
  const others = Object.entries(content.overrides).filter(([other]) => other !== id)
  const event = {
    ...content,
    overrides: sortOverrides([...others, [id, toSparseOverride(content, id, merged)]]),
  }
  return { event, split: null, follow: keepId, kept: 0, dropped: 0 }
}
