import { DAY } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import type { DescribedChange, HistoryEntry } from '@/lib/schemas/history'
import { type ChangeContext, valueText } from './value-text'

export interface ChangeText {
  field: string
  /** Empty for a comment, whose former text is not stored. */
  from: string
  to: string
}

/** Returns the label of a field, its old value and its new value as texts. */
export function changeText(change: DescribedChange, context: ChangeContext): ChangeText {
  const { field, from, to, spans } = change
  return {
    field: context.t(`fields.${field}`),
    from: field === 'eventComment' ? '' : valueText(field, from, spans?.[0], context),
    to:
      field === 'image' && from && to
        ? context.t('values.newPicture')
        : valueText(field, to, spans?.[1], context),
  }
}

/** Formats the day of an occurrence in the zone of its series. */
export function occurrenceText(id: RecurrenceId, { viewer, today }: ChangeContext): string {
  return mediumDay(Math.floor(wallOfId(id) / DAY), viewer.locale, today)
}

/** Returns the attendee of an answer that another user gave; null for other changes. */
export function otherPersonText(
  { person }: DescribedChange,
  author: string,
  { t }: Pick<ChangeContext, 't'>,
): string | null {
  return person === undefined || person === author ? null : (person ?? t('formerMember'))
}

/**
 * Returns the author's name; of a change by a sync, that of the user whose calendar it syncs. An answer or comment
 * without an author is of a guest without an account: returns the name of the guest.
 */
export function authorText(
  {
    by,
    origin,
    changes,
  }: Pick<HistoryEntry, 'by'> & {
    origin?: string | null
    changes: readonly Pick<DescribedChange, 'field' | 'person'>[]
  },
  { t }: Pick<ChangeContext, 't'>,
): string {
  const name = by && (by.name ?? t('formerMember'))
  if (name !== null) return origin === 'sync' || origin === 'first-sync' ? t('synced', { name }) : name
  return changes[0]?.person ?? t(changes[0]?.field === 'eventComment' ? 'guest' : 'kinday')
}
