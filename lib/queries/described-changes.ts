import { sql } from 'drizzle-orm'
import { contentOf } from '@/lib/calendar/edits/content'
import type { EventSnapshot } from '@/lib/calendar/event'
import { type FieldChange, fieldChanges } from '@/lib/calendar/history'
import type { Participant } from '@/lib/calendar/participant'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import type { DescribedChange } from '@/lib/schemas/history'

/** Of a long text so much is told. */
const MAX_TEXT_LENGTH = 500

/** What a command made of an event. */
export interface EventVersions {
  before: EventSnapshot | null
  after: EventSnapshot | null
  /** What it made of the rest of a series, when the event was split. */
  rest: EventSnapshot | null
}

/** True of a changeset `s` whose additions are things that come back: from the trash, or by taking a deletion back. */
export const isRestore = sql<boolean>`(s.undoes is not null or s.command in ('restore', 'restoreGroup'))`

/** What a step changed, field by field; of a split what the rest has that the series had not. */
export function fieldChangesOf({ before, after, rest }: EventVersions): FieldChange[] {
  if (!before || !(rest ?? after)) return []
  const [old, next] = [contentOf(before), contentOf(rest ?? after!)]
  if (!rest) return fieldChanges(old, next)
  // The first of the rest, as it was: only what was meant to change differs then.
  const first = old.recurrence ? { ...old, span: slotSpan(old, rest.span.start) } : old
  return fieldChanges(first, next).filter(({ field, occurrence }) => occurrence === null && field !== 'rules')
}

/** A change with the spans that it is told with. */
export function withSpans<C extends FieldChange>(change: C, { before, after }: EventVersions) {
  if (change.field === 'rules') return { ...change, spans: [before!.span, after!.span] as [Span, Span] }
  if (change.field !== 'there') return change
  const span = slotSpan(contentOf(before!), change.occurrence!)
  return { ...change, spans: [span, span] as [Span, Span] }
}

/** A change as it is told: people and calendars by their names, as far as the reader may know them; long texts cut. */
export function describeChange<C extends DescribedChange>(
  change: C,
  names: ReadonlyMap<string, string>,
  calendars: readonly { id: string; name: string }[],
): C {
  const told = (value: unknown): unknown => {
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
  return { ...change, from: told(change.from), to: told(change.to) }
}
