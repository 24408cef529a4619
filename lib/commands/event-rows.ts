import { and, eq, inArray, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { attendees, events, placements } from '@/db/schema/events'
import type { EventRow } from '@/lib/access/nouns/event'
import { DAY, writable } from '@/lib/calendar/day'
import type { EventContent, EventSnapshot, Participant } from '@/lib/calendar/event'
import { boundsOf, type Span, spanFromRow, spanToRow } from '@/lib/calendar/span'

/** Spans up to this have their place in the index by calendar and start; longer ones in the small one. */
const LONG = 31 * DAY

type Written = typeof events.$inferInsert

/** An event as its history holds it, and as merges compare it. */
export function snapshotOf(row: Omit<EventRow, 'level' | 'shown'>): EventSnapshot {
  return {
    id: row.id,
    uid: row.uid,
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
    calendarId: row.calendarId,
    // A user's name is theirs to change; only guests by e-mail bring one with them.
    attendees: row.attendees.map(({ userId, email, name, status }) => ({
      userId,
      email,
      name: userId ? null : name,
      status,
    })),
  }
}

/** Writes a new event, its home placement and its attendees, in one round trip. */
export async function insertEvent(
  tx: Tx,
  event: Omit<EventSnapshot, 'version'>,
  now: Date,
): Promise<EventSnapshot> {
  const { id, uid, calendarId } = event
  const columns = columnsOf(event, now)
  const { spanFrom, spanTo } = boundColumns(event.span)
  await Promise.all([
    tx
      .insert(events)
      .values({ ...(columns as Written), id, uid, createdBy: event.createdBy, createdAt: now }),
    tx
      .insert(placements)
      .values({ eventId: id, calendarId, home: true, uid, spanFrom, spanTo, long: isLong(event.span) }),
    ...insertAttendees(tx, id, event.attendees),
  ])
  return { ...event, version: 1 }
}

/** Writes changed fields of an event, and what follows from them. Answers the event as it is then. */
export async function updateEventRow(
  tx: Tx,
  event: EventSnapshot,
  patch: Partial<EventContent>,
  now: Date,
): Promise<EventSnapshot> {
  const { id } = event
  const next = { ...event, ...patch, version: event.version + 1 }
  const moved = patch.calendarId !== undefined && patch.calendarId !== event.calendarId
  await Promise.all([
    tx
      .update(events)
      .set({ ...columnsOf(patch, now), version: next.version })
      .where(eq(events.id, id)),
    ...(patch.span
      ? [
          tx
            .update(placements)
            .set({ long: isLong(patch.span) })
            .where(eq(placements.eventId, id)),
        ]
      : []),
    ...(moved ? moveHome(tx, id, next.calendarId) : []),
    ...(patch.attendees ? replaceAttendees(tx, id, event.attendees, patch.attendees) : []),
  ])
  return next
}

/** Puts an event into the trash, or takes it out again. */
export async function trashEvent(
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

function columnsOf(content: Partial<EventContent>, now: Date): Partial<Written> {
  const { span, done, attendees: _, calendarId: __, ...plain } = content
  const { kind, status, title, description, location, color, visibility, busy, recurrence } = plain
  return {
    ...defined({ kind, status, title, description, location, color, visibility, busy, recurrence }),
    ...(done === undefined ? {} : { doneAt: done ? now : null }),
    ...(span ? { ...spanToRow(span), ...boundColumns(span) } : {}),
    updatedAt: now,
  }
}

/** The instants that follow from a span, and the version of the tz database that they follow by. */
export function boundColumns(span: Span): { spanFrom: Date; spanTo: Date; tzdata: string } {
  const { from, to } = boundsOf(span)
  return { spanFrom: writable(from), spanTo: writable(to), tzdata: process.versions.tz ?? '' }
}

function isLong(span: Span): boolean {
  const { from, to } = boundsOf(span)
  return to - from > LONG
}

function moveHome(tx: Tx, eventId: string, calendarId: string) {
  return [
    // An event that was also shown in its new home is shown there once.
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

function insertAttendees(tx: Tx, eventId: string, people: readonly Participant[]) {
  if (!people.length) return []
  return [tx.insert(attendees).values(people.map((person) => ({ ...person, id: uuidv7(), eventId })))]
}

/** Those who stay keep their rows: layers, answers and mails refer to them. */
function replaceAttendees(
  tx: Tx,
  eventId: string,
  before: readonly Participant[],
  after: readonly Participant[],
) {
  const gone = before.filter((a) => !after.some((b) => b.userId === a.userId && b.email === a.email))
  const come = after.filter((b) => !before.some((a) => a.userId === b.userId && a.email === b.email))
  const ids = gone.flatMap(({ userId }) => userId ?? [])
  return [
    ...(gone.length
      ? [
          tx
            .delete(attendees)
            .where(
              and(
                eq(attendees.eventId, eventId),
                sql`${attendees.recurrenceId} is null`,
                ids.length ? inArray(attendees.userId, ids) : sql`false`,
              ),
            ),
        ]
      : []),
    ...insertAttendees(tx, eventId, come),
  ]
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
