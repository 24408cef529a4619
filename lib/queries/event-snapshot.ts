import type { EventRow } from '@/lib/access/nouns/event'
import type { EventSnapshot } from '@/lib/calendar/event'
import { sortParticipants } from '@/lib/calendar/participant'
import { spanFromRow } from '@/lib/calendar/span'

/** An event as its history holds it, and as merges compare it. */
export function snapshotOf(
  row: Omit<EventRow, 'level' | 'shown' | 'names' | 'answers' | 'via' | 'placements' | 'elsewhere'>,
): EventSnapshot {
  return {
    id: row.id,
    uid: row.uid,
    splitFrom: row.splitFrom,
    sequence: row.sequence,
    createdBy: row.createdBy,
    version: row.version,
    kind: row.kind,
    status: row.status,
    title: row.title,
    description: row.description,
    location: row.location,
    color: row.color,
    visibility: row.visibility,
    busy: row.busy,
    done: row.doneAt !== null,
    span: spanFromRow(row),
    recurrence: row.recurrence,
    overrides: row.overrides,
    unknown: row.unknown,
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
