import { and, eq, isNull, not, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { placements } from '@/db/schema/placements'
import { defaultCalendarOf } from '@/lib/access/nouns/event-invitation'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import type { DetailLevel } from '@/lib/calendar/shown-as'

/** A non-home placement, as the history stores it. */
export interface PlacementSnapshot {
  eventId: string
  calendarId: string
  detail: DetailLevel
  /** The user who placed the event. Old changes do not contain it. */
  placedBy?: string | null
}

/** Returns the non-home placement of an event in a calendar; null if there is none. */
export async function placementIn(
  tx: Tx,
  eventId: string,
  calendarId: string,
): Promise<PlacementSnapshot | null> {
  const [row] = await tx
    .select({
      eventId: placements.eventId,
      calendarId: placements.calendarId,
      detail: placements.detail,
      placedBy: placements.placedBy,
    })
    .from(placements)
    .where(
      and(
        eq(placements.eventId, eventId),
        eq(placements.calendarId, calendarId),
        not(placements.home),
        isNull(placements.deletedAt),
      ),
    )
  return row ?? null
}

/** Inserts or updates a non-home placement, with the columns copied from the event. */
export async function writePlacement(
  tx: Tx,
  { eventId, calendarId, detail, placedBy = null }: PlacementSnapshot,
): Promise<void> {
  await tx.execute(sql`
      insert into placements (event_id, calendar_id, home, detail, placed_by, uid, span_from, span_to, long)
      select e.id, ${calendarId}::uuid, false, ${detail}, ${placedBy}::uuid, e.uid, e.span_from, e.span_to, h.long
      from events e join placements h on h.event_id = e.id and h.home where e.id = ${eventId}
      on conflict (event_id, calendar_id) do update set detail = excluded.detail, placed_by = excluded.placed_by, deleted_at = null
        where not placements.home`)
}

/** Shows events in calendars besides their home, where they are not shown yet. */
export async function placeEvents(tx: Tx, placed: readonly PlacementSnapshot[]): Promise<void> {
  for await (const batch of jsonBatches(placed)) {
    await tx.execute(sql`
      insert into placements (event_id, calendar_id, home, detail, placed_by, uid, span_from, span_to, long)
      select e.id, g."calendarId", false, g.detail, g."placedBy", e.uid, e.span_from, e.span_to, h.long
      from jsonb_to_recordset(${batch}::jsonb) as g ("eventId" uuid, "calendarId" uuid, detail text, "placedBy" uuid)
        join events e on e.id = g."eventId" join placements h on h.event_id = e.id and h.home
      on conflict (event_id, calendar_id) do nothing`)
  }
}

/** Removes placements that are not the home of their event. */
export async function removePlacements(tx: Tx, removed: readonly PlacementSnapshot[]): Promise<void> {
  for await (const batch of jsonBatches(removed)) {
    await tx.execute(sql`
      delete from placements p using jsonb_to_recordset(${batch}::jsonb) as g ("eventId" uuid, "calendarId" uuid)
      where p.event_id = g."eventId" and p.calendar_id = g."calendarId" and not p.home`)
  }
}

export async function removePlacement(tx: Tx, { eventId, calendarId }: PlacementSnapshot): Promise<void> {
  await tx
    .delete(placements)
    .where(and(eq(placements.eventId, eventId), eq(placements.calendarId, calendarId), not(placements.home)))
}

/** Returns the id of the calendar that gets a user's invitations; undefined if the user has none. */
export async function defaultCalendarIdOf(tx: Tx, userId: string): Promise<string | undefined> {
  const [row] = await tx.execute<{ id: string }>(defaultCalendarOf(sql`${userId}::uuid`))
  return row?.id
}
