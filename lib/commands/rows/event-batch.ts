import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { sortParticipants } from '@/lib/calendar/participant'
import { insertAttendeesOfEvents } from './attendee-batch'
import { insertListsOfEvents, replaceListsOfEvents } from './event-lists'
import { CONTENT_SQL, createRunBudget, GIVEN_CONTENT_SQL, recordsets } from './event-recordsets'
import { refuseHiddenAttendees } from './events'

/** Writes a new event, its home placement and its attendees. */
export async function insertEvent(
  tx: Tx,
  event: Omit<EventSnapshot, 'version'>,
  now: Date,
): Promise<EventSnapshot> {
  const { event: stored, writes } = await sendEvent(tx, event, now)
  await writes
  return stored
}

/**
 * Sends the statements of {@link insertEvent}. Returns before they finish, unless the event refers to users or groups.
 */
export async function sendEvent(
  tx: Tx,
  event: Omit<EventSnapshot, 'version'>,
  now: Date,
): Promise<{ event: EventSnapshot; writes: Promise<unknown> }> {
  const stored = asStored(event)
  refuseHiddenAttendees(stored)
  const writes: Promise<unknown>[] = []
  for await (const rows of recordsets([stored], createRunBudget())) {
    // Sent in this order: attendees refer to their event.
    writes.push(
      tx.execute(insertion(rows, now)).then(() => undefined),
      insertAttendeesOfEvents(tx, [stored]),
      insertListsOfEvents(tx, [stored]),
    )
  }
  const all = Promise.all(writes)
  // Prevents an unhandled rejection if the command fails for another reason first.
  all.catch(() => {})
  // References lock users and groups, which are locked before streams.
  if (stored.attendees.length || stored.hiddenFrom?.length || stored.groups?.length) await all
  return { event: stored, writes: all }
}

/** Writes new events, their home placements and their attendees. */
export async function insertEvents(
  tx: Tx,
  events: readonly Omit<EventSnapshot, 'version'>[],
  now: Date,
  budget = createRunBudget(),
): Promise<EventSnapshot[]> {
  const stored = events.map(asStored)
  for await (const rows of recordsets(stored, budget)) await tx.execute(insertion(rows, now))
  await insertAttendeesOfEvents(tx, stored)
  await insertListsOfEvents(tx, stored)
  return stored
}

function asStored(event: Omit<EventSnapshot, 'version'>): EventSnapshot {
  return { ...event, attendees: sortParticipants(event.attendees), version: 1 }
}

function insertion(rows: SQL, now: Date): SQL {
  return sql`with g as (select * from ${rows}), made as (
      insert into events (id, uid, ${CONTENT_SQL}, done_at,
        start_date, end_date, start_wall, end_wall, start_zone, end_zone, span_from, span_to, tzdata,
        split_from, sequence, created_by, organizer_id, created_at, updated_at)
      select id, uid, ${GIVEN_CONTENT_SQL},
        case when done then ${now.toISOString()}::timestamptz end,
        "startDate", "endDate", "startWall", "endWall", "startZone", "endZone", "spanFrom", "spanTo", tzdata,
        "splitFrom", sequence, "createdBy", "organizerId",
        ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
      from g
    )
    insert into placements (event_id, calendar_id, home, uid, span_from, span_to, long)
    select id, "calendarId", true, uid, "spanFrom", "spanTo", long from g`
}

/**
 * Updates events within their calendar. Attendees with an account keep their rows, which layers, answers and mails
 * refer to.
 * @param pairs each event before and after the update; the version of `after` is ignored
 */
export async function updateEvents(
  tx: Tx,
  pairs: readonly (readonly [before: EventSnapshot, after: EventSnapshot])[],
  now: Date,
  budget = createRunBudget(),
): Promise<EventSnapshot[]> {
  const next = pairs.map(([before, after]) => ({
    ...after,
    attendees: sortParticipants(after.attendees),
    version: before.version + 1,
  }))
  next.forEach(refuseHiddenAttendees)
  const attendeesChanged = pairs.filter(
    ([before, after]) => !isEqual(sortParticipants(before.attendees), sortParticipants(after.attendees)),
  )
  for await (const rows of recordsets(next, budget)) {
    await tx.execute(sql`
      update events e set (${CONTENT_SQL}) = (${GIVEN_CONTENT_SQL}),
          done_at = case when g.done then coalesce(e.done_at, ${now.toISOString()}::timestamptz) end,
          start_date = g."startDate", end_date = g."endDate", start_wall = g."startWall", end_wall = g."endWall",
          start_zone = g."startZone", end_zone = g."endZone", span_from = g."spanFrom", span_to = g."spanTo",
          tzdata = g.tzdata,
          sequence = g.sequence, version = g.version, updated_at = ${now.toISOString()}::timestamptz
      from ${rows} where e.id = g.id`)
    // Comes after the update of events, whose foreign key cascades to the placements.
    await tx.execute(sql`
      update placements p set long = g.long
      from ${rows} where p.event_id = g.id and p.long <> g.long`)
  }
  await replaceListsOfEvents(
    tx,
    next.map((after, at) => [pairs[at]![0], after]),
  )
  if (!attendeesChanged.length) return next
  await tx.execute(sql`
      delete from attendees a using jsonb_to_recordset(${JSON.stringify(
        attendeesChanged.map(([, after]) => ({
          id: after.id,
          stay: after.attendees.flatMap(({ userId }) => userId ?? []),
        })),
      )}::jsonb) as g (id uuid, stay jsonb)
      where a.event_id = g.id and (a.user_id is null or not g.stay ? a.user_id::text)`)
  await insertAttendeesOfEvents(
    tx,
    attendeesChanged.map(([before, { id, attendees }]) => ({
      id,
      attendees: attendees.filter(
        ({ userId }) => userId === null || !before.attendees.some((other) => other.userId === userId),
      ),
    })),
  )
  return next
}

/** Moves events to the trash or restores them, in two statements. */
export async function trashEvents(
  tx: Tx,
  events: readonly EventSnapshot[],
  deletedAt: Date | null,
): Promise<EventSnapshot[]> {
  const ids = JSON.stringify(events.map(({ id }) => id))
  const at = deletedAt?.toISOString() ?? null
  const idList = sql`(select jsonb_array_elements_text(${ids}::jsonb)::uuid)`
  await Promise.all([
    tx.execute(
      sql`update events set deleted_at = ${at}::timestamptz, version = version + 1 where id in ${idList}`,
    ),
    tx.execute(sql`update placements set deleted_at = ${at}::timestamptz where event_id in ${idList}`),
  ])
  return events.map((event) => ({ ...event, version: event.version + 1 }))
}
