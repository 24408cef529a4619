import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { boundsOfSeries, occurrenceAt, slotSpan } from '@/lib/calendar/series/series'
import { MAILED_FIELDS, type MailedFields, type SentInvitation } from './sent-invitation'

/** The next iTIP message to a guest. */
export interface PlannedMessage {
  method: 'REQUEST' | 'CANCEL'
  /** Whether it is the first invitation to the event or to these occurrences. */
  isNew: boolean
  /** The occurrences that it is about; null for the event or series as a whole. */
  ids: RecurrenceId[] | null
  changes: InvitationChange[]
  /** The invitation as the guest knows it after this message; null if it is cancelled. */
  after: SentInvitation | null
}

/** A changed field that an update lists. For `recurrence` and `description`, it lists only that they changed. */
export interface InvitationChange {
  /** Null: the event, or the series as a whole. */
  occurrence: RecurrenceId | null
  field: (typeof MAILED_FIELDS)[number] | 'recurrence' | 'restored'
  /** All mailed fields before and after the change. */
  before: MailedFields | null
  after: MailedFields | null
}

/**
 * Returns the next message to a guest (RFC 5546 §3.2.2, §3.2.5): the difference between what the guest was mailed and
 * the present invitation. Null without a difference. A message has one method, so several may be needed.
 */
export function nextMessage(sent: SentInvitation | null, now: SentInvitation | null): PlannedMessage | null {
  if (!sent) return now && request(now, { isNew: true, ids: now.event ? null : occurrenceIds(now) })
  // A guest who leaves the series but keeps an occurrence gets a cancellation first, and then an invitation to the
  // occurrence.
  if (!now || (sent.event && !now.event)) return cancel(null, sent.event ? null : occurrenceIds(sent))
  if (now.event) return sent.event ? nextOfWhole(sent, now) : request(now, { isNew: true, ids: null })
  const removed = occurrenceIds(sent).filter((id) => !now.occurrences[id])
  return removed.length ? cancel(withoutOccurrences(sent, removed), removed) : nextOfOccurrences(sent, now)
}

/**
 * Returns the next message to a guest who is told only what no longer takes place: a cancellation, or an update for a
 * series that ends earlier, since mail programs do not understand cancellations of this and following occurrences
 * (RFC 5546 §3.2.5.1). Null if everything to which the guest was invited still takes place, even if it changed.
 * @param isContinued whether another event, to which the guest is invited, continues the series
 */
export function nextCancellation(
  sent: SentInvitation | null,
  now: SentInvitation | null,
  isContinued = false,
): PlannedMessage | null {
  if (!sent || !now || (sent.event && !now.event)) return sent && nextMessage(sent, now)
  const sentSeries = seriesOf(sent)
  const removed = now.event
    ? now.excluded.filter((id) => sent.occurrences[id] || (sent.event && occurrenceAt(sentSeries, id)))
    : occurrenceIds(sent).filter((id) => !now.occurrences[id])
  if (removed.length) return cancel(withoutOccurrences(sent, removed), removed)
  const endsEarlier =
    sent.recurrence && now.event && boundsOfSeries(seriesOf(now)).to < boundsOfSeries(sentSeries).to
  return endsEarlier && !isContinued ? nextMessage(sent, now) : null
}

function nextOfWhole(sent: SentInvitation, now: SentInvitation): PlannedMessage | null {
  const changes = invitationChanges(null, sent.event, now.event)
  const recurrenceChange = {
    occurrence: null,
    field: 'recurrence',
    before: sent.event,
    after: now.event,
  } as const
  if (!isEqual(sent.recurrence, now.recurrence)) changes.push(recurrenceChange)
  // A REQUEST for the series contains its excluded and changed occurrences.
  if (changes.length || !isEqual(sent.span, now.span)) return request(now, { ids: null, changes })
  const removed = now.excluded.filter((id) => !sent.excluded.includes(id))
  if (removed.length) return cancel(withoutOccurrences(sent, removed), removed)
  const restored = sent.excluded.filter((id) => !now.excluded.includes(id))
  if (!restored.length) return nextOfOccurrences(sent, now)
  const restoredChanges = restored.map((id) => ({
    ...({ occurrence: id, field: 'restored', before: null, after: fieldsAt(now, id) } as const),
  }))
  return request(now, { ids: null, changes: restoredChanges })
}

function nextOfOccurrences(sent: SentInvitation, now: SentInvitation): PlannedMessage | null {
  const ids = [...new Set([...occurrenceIds(sent), ...occurrenceIds(now)])].sort()
  const changed = ids.filter((id) => !isEqual(fieldsAt(sent, id), fieldsAt(now, id)))
  if (!changed.length) return null
  const isNew = changed.every((id) => !fieldsAt(sent, id))
  const changes = changed.flatMap((id) => invitationChanges(id, fieldsAt(sent, id), fieldsAt(now, id)))
  return request(now, { isNew, ids: changed, changes })
}

function request(
  after: SentInvitation,
  { isNew = false, ids, changes = [] }: Pick<PlannedMessage, 'ids'> & Partial<PlannedMessage>,
): PlannedMessage {
  return { method: 'REQUEST', isNew, ids, changes, after }
}

function cancel(after: SentInvitation | null, ids: RecurrenceId[] | null): PlannedMessage {
  return { method: 'CANCEL', isNew: false, ids, changes: [], after }
}

/** Returns what a guest knows after some occurrences were cancelled. */
function withoutOccurrences(sent: SentInvitation, ids: readonly RecurrenceId[]): SentInvitation {
  const remaining = Object.entries(sent.occurrences).filter(([id]) => !ids.includes(id))
  return {
    ...sent,
    occurrences: Object.fromEntries(remaining),
    excluded: sent.event ? [...sent.excluded, ...ids].sort() : sent.excluded,
  }
}

/** Returns the fields of an occurrence; null if the guest is not invited to it. */
export function fieldsAt(sent: SentInvitation, id: RecurrenceId): MailedFields | null {
  const fields = sent.occurrences[id]
  if (fields || !sent.event || sent.excluded.includes(id)) return fields ?? null
  return { ...sent.event, span: slotSpan(seriesOf(sent), id) }
}

/** Returns the fields of a series that determine its occurrences. */
export function seriesOf({ span, recurrence, excluded }: SentInvitation) {
  return { span, recurrence: recurrence && { ...recurrence, exclusions: excluded }, overrides: {} }
}

function occurrenceIds({ occurrences }: SentInvitation): RecurrenceId[] {
  return Object.keys(occurrences).sort()
}

function invitationChanges(
  occurrence: RecurrenceId | null,
  before: MailedFields | null,
  after: MailedFields | null,
): InvitationChange[] {
  return MAILED_FIELDS.filter((field) => !isEqual(before?.[field], after?.[field])).map((field) => ({
    ...{ occurrence, field, before, after },
  }))
}
