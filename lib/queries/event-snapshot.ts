import type { EventRow } from '@/lib/access/nouns/event'
import type { EventSnapshot } from '@/lib/calendar/event'
import { CONTENT_COLUMN_NAMES, pick } from '@/lib/calendar/event-fields'
import { sortParticipants } from '@/lib/calendar/participant'
import { spanFromRow } from '@/lib/calendar/span'

/** An event as its history holds it, and as merges compare it. */
export function snapshotOf(
  row: Omit<
    EventRow,
    'level' | 'shown' | 'names' | 'answers' | 'via' | 'placements' | 'elsewhere' | 'calendarOwner'
  >,
): EventSnapshot {
  return {
    id: row.id,
    uid: row.uid,
    splitFrom: row.splitFrom,
    sequence: row.sequence,
    createdBy: row.createdBy,
    version: row.version,
    ...pick(row, CONTENT_COLUMN_NAMES),
    done: row.doneAt !== null,
    span: spanFromRow(row),
    calendarId: row.calendarId,
    hiddenFrom: row.hiddenFrom,
    // A user's name is theirs to change; only guests by e-mail bring one with them.
    attendees: sortParticipants(
      row.attendees.map(({ userId, email, name }) => ({
        userId,
        email,
        name: userId ? null : name,
      })),
    ),
  }
}
