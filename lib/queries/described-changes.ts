import { sql } from 'drizzle-orm'
import { contentOf } from '@/lib/calendar/edits/content'
import type { EventSnapshot } from '@/lib/calendar/event'
import { type FieldChange, fieldChanges } from '@/lib/calendar/history'
import type { Participant } from '@/lib/calendar/participant'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import type { DescribedChange } from '@/lib/schemas/history'

/** Maximum length of a text in a described change; the rest is cut off. */
const MAX_TEXT_LENGTH = 500

/** Versions of an event before and after a command. */
export interface EventVersions {
  before: EventSnapshot | null
  after: EventSnapshot | null
  /** The part that the command split off the series; null if none. */
  splitOff: EventSnapshot | null
}

/** Whether a changeset `s` restores what it adds: from the trash, or by undoing a deletion. */
export const isRestore = sql<boolean>`(s.undoes is not null or s.command in ('restore', 'restoreGroup'))`

/** Returns the field changes of a step; of a split, those between the series and the part split off. */
export function fieldChangesOf({ before, after, splitOff }: EventVersions): FieldChange[] {
  if (!before || !(splitOff ?? after)) return []
  const [old, next] = [contentOf(before), contentOf(splitOff ?? after!)]
  if (!splitOff) return fieldChanges(old, next)
  // Compared with the occurrence that became the first of the part split off, so that only intended changes differ.
  const first = old.recurrence ? { ...old, span: slotSpan(old, splitOff.span.start) } : old
  return fieldChanges(first, next).filter(({ field, occurrence }) => occurrence === null && field !== 'rules')
}

/** Adds the spans that the description of a change needs. */
export function withSpans<C extends FieldChange>(change: C, { before, after }: EventVersions) {
  if (change.field === 'rules') return { ...change, spans: [before!.span, after!.span] as [Span, Span] }
  if (change.field !== 'exists') return change
  const span = slotSpan(contentOf(before!), change.occurrence!)
  return { ...change, spans: [span, span] as [Span, Span] }
}

/**
 * Returns a change with the names of people and calendars that the viewer may know instead of ids, and with long texts
 * cut.
 */
export function describeChange<C extends DescribedChange>(
  change: C,
  names: ReadonlyMap<string, string>,
  calendars: readonly { id: string; name: string }[],
): C {
  const describeValue = (value: unknown): unknown => {
    if (change.field === 'attendees') {
      return (value as Participant[]).map(({ userId, email, name }) =>
        userId ? (names.get(userId) ?? null) : (name ?? email),
      )
    }
    if (change.field === 'hiddenFrom') return (value as string[]).map((id) => names.get(id) ?? null)
    if (change.field === 'calendarId') return calendars.find(({ id }) => id === value)?.name ?? null
    return typeof value === 'string' && value.length > MAX_TEXT_LENGTH
      ? `${value.slice(0, MAX_TEXT_LENGTH)}…`
      : value
  }
  return { ...change, from: describeValue(change.from), to: describeValue(change.to) }
}
