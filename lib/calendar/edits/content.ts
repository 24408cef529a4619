import type { EventContent, EventSnapshot } from '../event'
import { CONTENT_COLUMN_NAMES, DEFAULT_GUEST_OPTIONS, NO_TEXTS, pick } from '../event-fields'
import { isEqual } from '../is-equal'
import { revert } from '../merge'
import type { Override } from '../series/recurrence'
import { findMovedOccurrence } from './follow'
import { sortOverrides } from './override'

/**
 * An event's content as flat fields, which merge and revert independently. The exceptions of a series are fields of
 * their own, so that changes to different occurrences do not conflict.
 */
type Flat = Record<string, unknown>

const OVERRIDES = 'overrides/'
const SETS = ['dates', 'exclusions'] as const

/** Returns the content of a snapshot. Older snapshots do not have every field. */
export function contentOf(event: EventSnapshot): EventContent {
  const { done, calendarId, span, attendees, hiddenFrom = [], groups = [] } = event
  return {
    ...{ ...NO_TEXTS, ...DEFAULT_GUEST_OPTIONS, overrides: {}, unknown: [] },
    ...pick(event as EventContent, CONTENT_COLUMN_NAMES),
    ...{ done, calendarId, span, attendees, hiddenFrom, groups },
  }
}

/**
 * Result of {@link revertContent}: the reverted content, and the fields not reverted because others changed them
 * since.
 */
export interface RevertedContent {
  content: EventContent
  kept: string[]
}

/** Reverts a change of an event, except fields that were changed again since. */
export function revertContent(
  before: EventContent,
  after: EventContent,
  current: EventContent,
): RevertedContent {
  if (hasSameOccurrenceIds(after, current)) {
    if (!before.recurrence || !after.recurrence) return revertFields(before, after, current)
    // Exceptions of the changed series get the ids that they have in the former one.
    return revertFields(
      before,
      withMovedExceptions(after, after, before),
      withMovedExceptions(current, current, before),
    )
  }
  // The series moved since. Changes of single occurrences are reverted at their present ids. A move of the series
  // and of its exceptions is not reverted.
  if (hasSameOccurrenceIds(before, after)) {
    return revertFields(
      withMovedExceptions(before, after, current),
      withMovedExceptions(after, after, current),
      current,
    )
  }
  const { span, recurrence, overrides } = after
  const reverted = revertFields({ ...before, span, recurrence, overrides }, after, current)
  return { ...reverted, kept: [...new Set([...reverted.kept, 'span'])] }
}

function revertFields(before: EventContent, after: EventContent, current: EventContent): RevertedContent {
  const [flatAfter, flatCurrent] = [flatten(after), flatten(current)]
  const { patch, kept } = revert(flatten(before), flatAfter, flatCurrent)
  // A single event has no exceptions: reverting the rules would lose exceptions that others made since.
  if (patch.rules === null && !isEqual(exceptionsIn(flatAfter), exceptionsIn(flatCurrent))) {
    delete patch.rules
    kept.push('rules')
  }
  const content = unflatten({ ...flatCurrent, ...patch })
  return { content, kept: [...new Set(kept.map((field) => String(field).split('/')[0]!))] }
}

function exceptionsIn(flat: Flat): Flat {
  return Object.fromEntries(Object.entries(flat).filter(([key]) => key.includes('/')))
}

/** Returns whether span and rules are equal, so that occurrences have the same recurrence ids in both. */
export function hasSameOccurrenceIds(a: EventContent, b: EventContent): boolean {
  return isEqual([a.span, a.recurrence?.rules ?? null], [b.span, b.recurrence?.rules ?? null])
}

/** Returns content with its exceptions and exclusions under the recurrence ids of the moved series. */
function withMovedExceptions(
  content: EventContent,
  after: EventContent,
  current: EventContent,
): EventContent {
  const movedId = (id: string) => findMovedOccurrence(after, current, id)
  const { recurrence } = content
  return {
    ...content,
    recurrence: recurrence && {
      ...recurrence,
      exclusions: recurrence.exclusions.flatMap((id) => movedId(id) ?? []),
    },
    overrides: Object.fromEntries(
      Object.entries(content.overrides).flatMap(([id, override]) => {
        const target = movedId(id)
        return target === undefined ? [] : [[target, override]]
      }),
    ),
  }
}

/** Returns the content fields that differ between two versions. */
export function changedContent(before: EventContent, after: EventContent): Partial<EventContent> {
  const fields = Object.keys(after) as (keyof EventContent)[]
  return Object.fromEntries(
    fields.filter((field) => !isEqual(before[field], after[field])).map((field) => [field, after[field]]),
  )
}

function flatten({ recurrence, overrides, ...plain }: EventContent): Flat {
  const flat: Flat = { ...plain, rules: recurrence?.rules ?? null }
  for (const set of SETS) for (const value of recurrence?.[set] ?? []) flat[`${set}/${value}`] = true
  for (const [id, override] of Object.entries(overrides)) {
    for (const [field, value] of Object.entries(override)) flat[`${OVERRIDES}${id}/${field}`] = value
  }
  return flat
}

function unflatten(flat: Flat): EventContent {
  const plain: Flat = {}
  const sets = { dates: [] as string[], exclusions: [] as string[] }
  const overrides: Record<string, Override> = {}
  for (const [key, value] of Object.entries(flat)) {
    if (value === undefined || key === 'rules') continue
    const [group, id, field] = splitKey(key)
    if (group === 'dates' || group === 'exclusions') sets[group].push(id!)
    else if (group === 'overrides') overrides[id!] = { ...overrides[id!], [field!]: value }
    else plain[key] = value
  }
  const rules = flat.rules as string[] | null
  const recurrence = rules && { rules, dates: sets.dates.sort(), exclusions: sets.exclusions.sort() }
  return {
    ...(plain as Omit<EventContent, 'recurrence' | 'overrides'>),
    recurrence,
    overrides: recurrence ? sortOverrides(Object.entries(overrides)) : {},
  }
}

/** Splits a key of {@link Flat}. Recurrence ids of PERIODs contain a slash, too (`dates/<start>/<end>`). */
function splitKey(key: string): [group: string, id?: string, field?: string] {
  const at = key.indexOf('/')
  if (at < 0) return [key]
  const [group, path] = [key.slice(0, at), key.slice(at + 1)]
  if (group !== 'overrides') return [group, path]
  const last = path.lastIndexOf('/')
  return [group, path.slice(0, last), path.slice(last + 1)]
}
