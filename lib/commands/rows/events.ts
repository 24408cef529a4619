import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { isAttendee } from '@/lib/access/visibility'
import { DAY } from '@/lib/calendar/day'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { CONTENT_COLUMN_NAMES, pick } from '@/lib/calendar/event-fields'
import type { Budget } from '@/lib/calendar/series/budget'
import type { Series } from '@/lib/calendar/series/recurrence'
import { boundsOfSeries } from '@/lib/calendar/series/series'
import { spanToRow } from '@/lib/calendar/span'
import { fieldError } from '@/lib/errors'
import { replaceAttendees } from './attendees'
import { replaceListsOfEvents } from './event-lists'

/**
 * Maximum length of single events in the index by calendar and start. Longer events and all series are in a small
 * index of their own.
 */
const MAX_SHORT_EVENT_MS = 31 * DAY

type EventColumns = typeof events.$inferInsert

/** Changed fields of an event. */
type EventPatch = Partial<EventContent> & Pick<EventSnapshot, 'organizerId'>

/** Updates fields of an event and the columns derived from them. Returns the updated event. */
export async function updateEventRow(
  tx: Tx,
  event: EventSnapshot,
  patch: EventPatch,
  now: Date,
): Promise<EventSnapshot> {
  const { id } = event
  const next = { ...event, ...patch, version: event.version + 1, sequence: event.sequence + 1 }
  refuseHiddenAttendees(next)
  const changesTime = patch.span || patch.recurrence !== undefined || patch.overrides
  const bounds = changesTime ? boundColumns(next) : undefined
  const isMoved = patch.calendarId !== undefined && patch.calendarId !== event.calendarId
  await Promise.all([
    tx
      .update(events)
      .set({
        ...columnsOf(patch, now),
        ...(bounds && { spanFrom: bounds.spanFrom, spanTo: bounds.spanTo, tzdata: bounds.tzdata }),
        version: next.version,
        // Files that were exported earlier become older than this edit, so that importing them does not revert it.
        sequence: next.sequence,
      })
      .where(eq(events.id, id)),
    ...(bounds ? [tx.update(placements).set({ long: bounds.long }).where(eq(placements.eventId, id))] : []),
    ...(isMoved ? moveHome(tx, id, next.calendarId) : []),
    ...(patch.attendees ? replaceAttendees(tx, id, event.attendees, patch.attendees) : []),
    replaceListsOfEvents(tx, [[event, next]]),
  ])
  return next
}

/** Moves an event to the trash or restores it. */
export async function setEventDeletedAt(
  tx: Tx,
  event: EventSnapshot,
  deletedAt: Date | null,
): Promise<EventSnapshot> {
  const version = event.version + 1
  await Promise.all([
    tx.update(events).set({ deletedAt, version }).where(eq(events.id, event.id)),
    tx.update(placements).set({ deletedAt }).where(eq(placements.eventId, event.id)),
  ])
  return { ...event, version }
}

function columnsOf(content: EventPatch, now: Date): Partial<EventColumns> {
  const { span, done } = content
  return {
    ...pick(content, [...CONTENT_COLUMN_NAMES, 'organizerId']),
    ...(done === undefined ? {} : { doneAt: done ? now : null }),
    ...(span ? spanToRow(span) : {}),
    updatedAt: now,
  }
}

/** Returns the columns that follow from an event's time: its bounds as instants, and its place in the indexes. */
export function boundColumns(
  series: Series,
  budget?: Budget,
): {
  spanFrom: Date
  spanTo: Date
  tzdata: string
  long: boolean
} {
  const { from, to } = boundsOfSeries(series, budget)
  return {
    spanFrom: new Date(from),
    spanTo: new Date(to),
    // A job derives the instants again when the tz database changes.
    tzdata: process.versions.tz ?? '',
    long: series.recurrence !== null || to - from > MAX_SHORT_EVENT_MS,
  }
}

function moveHome(tx: Tx, eventId: string, calendarId: string) {
  return [
    // Deletes the placement in the new home calendar, which the home placement replaces.
    tx
      .delete(placements)
      .where(
        and(
          eq(placements.eventId, eventId),
          eq(placements.calendarId, calendarId),
          eq(placements.home, false),
        ),
      ),
    tx
      .update(placements)
      .set({ calendarId })
      .where(and(eq(placements.eventId, eventId), eq(placements.home, true))),
  ]
}

/**
 * Refuses an event that is hidden from a user who attends it or one of its occurrences.
 * @throws AppError INVALID
 */
export function refuseHiddenAttendees(event: EventContent): void {
  if (event.hiddenFrom?.some((id) => isAttendee(event, id))) throw fieldError('hiddenFrom', 'attends')
}
