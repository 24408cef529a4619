import type { StoredAnswer } from '@/lib/calendar/answers'
import { isEqual } from '@/lib/calendar/is-equal'
import { isOfPart } from '@/lib/calendar/series/attended-part'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import { canReadEventVersion, isEditorIn } from './describe-event'
import type { AnswerDescription } from './descriptions'
import { isRestore, type RecordedChange } from './recorded-change'
import type { ChangeViewer } from './viewer'

/**
 * Describes an attendee's answer for users who read the event in full, now and when it was answered: they see the
 * answers of all attendees to the occurrences that they see, unless the guest list is hidden from them.
 */
export function describeAnswer(change: RecordedChange, viewer: ChangeViewer): AnswerDescription | null {
  const before = change.before as StoredAnswer | null
  const after = change.after as StoredAnswer | null
  const answer = after ?? before
  const event = viewer.events.get(change.id)
  if (!answer || event?.shown !== 'full') return null
  if (change.answeredVersion && !canReadEventVersion(change.answeredVersion, viewer)) return null
  const { userId, email, name, recurrenceId, givenFor } = answer
  if (event.part && !isOfPart(event.part, recurrenceId) && userId !== viewer.userId) return null
  const hidesGuests = event.hidesGuests || change.answeredVersion?.guestListHidden
  if (hidesGuests && userId !== viewer.userId && !isEditorIn(viewer, change.stream)) return null
  const fields = changedAnswerFields(before, after)
  if (!fields.length) return null
  return {
    kind: 'answer',
    op: change.op === 'added' && isRestore(change) ? 'restored' : change.op,
    id: change.id,
    calendarId: calendarIdOfStream(change.stream)!,
    title: (recurrenceId && event.part?.overrides[recurrenceId]?.title) || event.title,
    openAt: event.exists ? { id: change.id, span: givenFor } : null,
    person: { userId, email, name },
    changes: fields.map((field) => ({ occurrence: recurrenceId, ...field })),
  }
}

function changedAnswerFields(before: StoredAnswer | null, after: StoredAnswer | null) {
  // An answer to another time of the event counts as none.
  const isOutdated = before && after && !isEqual(before.givenFor, after.givenFor)
  const status = (isOutdated ? undefined : before?.status) ?? 'needs-action'
  const fields = [
    { field: 'answer', from: status, to: after?.status ?? 'needs-action' },
    { field: 'partySize', from: before?.partySize ?? 1, to: after?.partySize ?? 1 },
    { field: 'comment', from: before?.comment ?? '', to: after?.comment ?? '' },
  ] as const
  return fields.filter(({ from, to }) => from !== to)
}
