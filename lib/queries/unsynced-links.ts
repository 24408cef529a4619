import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { links } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { staysHere, visibleEvents } from '@/lib/access/visible-events'
import { LEVELS, type Level } from '@/lib/calendar/roles'

type LinkRow = typeof links.$inferSelect

/** Value of `links.skipped` if the event was deleted in Kinday while the sync was one-way: the remote object stays. */
export const KEPT_REMOTELY = 'kept-remotely'

/** Number of failures of a write after which the user is told. */
export const MAX_QUIET_FAILURES = 3

/** Whether the event of a link was deleted, is in the trash, or is in another calendar than `calendarId`. */
export const isGone = (
  calendarId: string,
): SQL => sql`(${events.id} is null or ${events.deletedAt} is not null
  or not exists (select 1 from placements h where h.event_id = ${events.id} and h.home and h.calendar_id = ${calendarId}))`

/**
 * Returns a page of the links whose event has changed since the last sync: those that follow the link `after`. Leaves
 * out writes with which the provider has failed, until they are tried again.
 */
export async function unsyncedLinks(
  db: Db,
  { bindingId, calendarId }: { bindingId: string; calendarId: string },
  after: string | null,
  limit: number,
): Promise<LinkRow[]> {
  return db
    .select(getTableColumns(links))
    .from(links)
    .leftJoin(events, sql`${events.id} = ${links.eventId}`)
    .where(
      sql`${links.bindingId} = ${bindingId} and (${links.skipped} is null or ${links.eventId} is not null)
        and (${after}::uuid is null or ${links.id} > ${after}::uuid)
        and (${links.isDirty} or ${links.pending} is not null or ${isGone(calendarId)}
          or ${events.version} is distinct from ${links.version})
        and not (${links.skipped} is not distinct from ${KEPT_REMOTELY} and ${links.state} is not null
          and ${isGone(calendarId)})
        and (${links.retryAt} is null or ${links.retryAt} <= now()
          or ${events.version} is distinct from ${links.version})`,
    )
    .orderBy(links.id)
    .limit(limit)
}

/** Returns the ids of remote objects whose event was deleted in Kinday. Leaves out read-only events. */
export async function deletedHere(
  db: Db,
  { bindingId, calendarId }: { bindingId: string; calendarId: string },
): Promise<string[]> {
  const rows = await db
    .select({ remoteId: links.remoteId })
    .from(links)
    .leftJoin(events, sql`${events.id} = ${links.eventId}`)
    .where(
      sql`${links.bindingId} = ${bindingId} and ${links.skipped} is null and ${links.base} is not null
        and ${events.readOnly} is null and ${isGone(calendarId)}`,
    )
  return rows.map(({ remoteId }) => remoteId)
}

export async function countLinks(db: Db, bindingId: string): Promise<number> {
  const { count } = singleRow(
    await db.execute<{ count: number }>(sql`
      select count(*)::int as count from links where binding_id = ${bindingId} and skipped is null`),
  )
  return count
}

/**
 * Returns the ids of events of a calendar that the user's connection may send: those that the user reads in full, and
 * that are linked with no remote object.
 */
export async function unlinkedEvents(
  db: Db,
  { calendarId, userId, level }: { calendarId: string; userId: string; level: Level },
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    -- Materialized, so that visibility is computed for the few unlinked events only.
    with unlinked as materialized (
      select p.* from placements p where p.calendar_id = ${calendarId} and p.home and p.deleted_at is null
        and (${after}::uuid is null or p.event_id > ${after}::uuid)
        -- An event that has moved to this calendar may have links of others, whose bindings delete the former objects.
        and p.event_id not in (select l.event_id from links l join bindings b on b.id = l.binding_id
          where b.calendar_id = ${calendarId} and l.event_id is not null)
    )
    select p.event_id as id from unlinked p
      cross join lateral ${visibleEvents({ userId }, sql`${LEVELS.indexOf(level) + 1}::int`)} e
    where e.detail = 'full' and not ${staysHere(userId)} order by p.event_id limit ${limit}`)
  return rows.map(({ id }) => id)
}
