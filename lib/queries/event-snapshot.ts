import type { EventRow } from '@/lib/access/nouns/event'
import type { EventSnapshot } from '@/lib/calendar/event'
import { CONTENT_COLUMN_NAMES, pick } from '@/lib/calendar/event-fields'
import { sortParticipants } from '@/lib/calendar/participant'
import { spanFromRow } from '@/lib/calendar/span'

/** Returns the snapshot of an event that its history stores and that merges compare. */
export function snapshotOf(
  row: Omit<
    EventRow,
    | 'level'
    | 'shown'
    | 'names'
    | 'managed'
    | 'colors'
    | 'answers'
    | 'attachments'
    | 'via'
    | 'placements'
    | 'invitedIn'
    | 'hiddenPlacements'
    | 'calendarOwner'
    | 'part'
  >,
): EventSnapshot {
  return {
    id: row.id,
    uid: row.uid,
    splitFrom: row.splitFrom,
    sequence: row.sequence,
    createdBy: row.createdBy,
    organizerId: row.organizerId,
    version: row.version,
    ...pick(row, CONTENT_COLUMN_NAMES),
    done: row.doneAt !== null,
    span: spanFromRow(row),
    calendarId: row.calendarId,
    hiddenFrom: row.hiddenFrom,
    groups: row.groups,
    // Names of users are read from their accounts; only guests without an account have a name of their own.
    attendees: sortParticipants(
      row.attendees.map(({ userId, email, name }) => ({
        userId,
        email,
        name: userId ? null : name,
      })),
    ),
  }
}
