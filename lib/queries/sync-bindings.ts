import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { singleRow } from '@/db/rows'
import { bindings, connections, links } from '@/db/schema/connections'
import { users } from '@/db/schema/users'
import { levelsOf } from '@/lib/access/levels'
import { type Level, levelOf } from '@/lib/calendar/roles'
import type { RemoteState } from '@/lib/calendar/server/remote'

// Queries of sync runs without a grant: ids, states and titles. Whole events are read with a grant (synced-events.ts).

export type Binding = typeof bindings.$inferSelect
export type Connection = typeof connections.$inferSelect

/** A binding with its connection and the address of its user; null if the address is not verified. */
export interface BindingWithConnection {
  binding: Binding
  connection: Connection
  email: string | null
}

/** Reads a binding; undefined if it does not exist. */
export async function bindingWithConnection(db: Db, id: string): Promise<BindingWithConnection | undefined> {
  const [row] = await db
    .select({
      binding: bindings,
      connection: connections,
      email: sql<string | null>`case when ${users.emailVerified} is not null then ${users.email} end`,
    })
    .from(bindings)
    .innerJoin(connections, eq(connections.id, bindings.connectionId))
    .innerJoin(users, eq(users.id, connections.userId))
    .where(eq(bindings.id, id))
  return row
}

/** Returns the level of a user in a calendar; undefined without one. */
export async function calendarLevel(db: Db, userId: string, calendarId: string): Promise<Level | undefined> {
  const [row] = await db.execute<{ level: number }>(sql`
    select l.level from ${levelsOf(userId)} l where l.calendar_id = ${calendarId}`)
  return levelOf(row?.level ?? 0)
}

interface LinkState {
  id: string
  state: RemoteState | null
  seenIn: string | null
  /** Whether its object was synced or skipped, and no write to it is under way. */
  isSettled: boolean
}

/** Reads the stored states of remote objects, each with the last run of the whole calendar that found it. */
export async function linkStates(
  db: Db,
  bindingId: string,
  remoteIds: readonly string[],
): Promise<Map<string, LinkState>> {
  const isSettled = sql<boolean>`${links.pending} is null and (${links.base} is not null or ${links.skipped} is not null)`
  const rows = await db
    .select({ id: links.id, remoteId: links.remoteId, state: links.state, seenIn: links.seenIn, isSettled })
    .from(links)
    .where(and(eq(links.bindingId, bindingId), inArray(links.remoteId, [...remoteIds])))
  return new Map(rows.map(({ remoteId, ...link }) => [remoteId, link]))
}

/** Returns the ids of linked objects that a full read did not find. Objects with the latest links come first. */
export async function unseenObjects(db: Db, bindingId: string, runId: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select remote_id as id from links
    where binding_id = ${bindingId} and seen_in is distinct from ${runId}::uuid
      and (state is not null or skipped is not null)
    order by id desc`)
  return rows.map(({ id }) => id)
}

/** Measures the storage of the remote objects of a user's calendars, as the database has compressed them. */
export async function storedBytes(db: Db, userId: string): Promise<number> {
  const { bytes } = singleRow(
    await db.execute<{ bytes: string }>(sql`
      select coalesce(sum(pg_column_size(l.state) + coalesce(pg_column_size(l.base), 0)), 0) as bytes
      from links l join bindings b on b.id = l.binding_id join connections c on c.id = b.connection_id
      where c.user_id = ${userId}`),
  )
  return Number(bytes)
}

/** Counts the events that are linked with these remote objects and are not in the trash. */
export async function countLinkedEvents(
  db: Db,
  bindingId: string,
  remoteIds: readonly string[],
): Promise<number> {
  if (!remoteIds.length) return 0
  const { count } = singleRow(
    await db.execute<{ count: number }>(sql`
      select count(*)::int as count from links join events on events.id = event_id and events.deleted_at is null
      where binding_id = ${bindingId}
        and remote_id in (select jsonb_array_elements_text(${JSON.stringify(remoteIds)}::jsonb))`),
  )
  return count
}

/** Returns the links and titles of the events of remote objects, also of those that were deleted. */
export async function linkTitles(
  db: Db,
  bindingId: string,
  remoteIds: readonly string[],
): Promise<LinkTitle[]> {
  return db.execute<Columns<LinkTitle>>(sql`
    select links.id as "linkId", event_id as "eventId", coalesce(events.title, base ->> 'title', '') as title
    from links left join events on events.id = event_id
    where binding_id = ${bindingId} and skipped is null
      and remote_id in (select jsonb_array_elements_text(${JSON.stringify(remoteIds)}::jsonb))`)
}

interface LinkTitle {
  linkId: string
  eventId: string | null
  title: string
}

/**
 * Whether the last logged change of an event is a deletion that the provider has announced to the attendees, since its
 * account organizes the event. Includes the log of a binding from which this one has taken over. Logs are kept as long
 * as the trash.
 */
export async function wasCancelled(db: Db, bindingId: string, eventId: string): Promise<boolean> {
  const [found] = await db.execute<{ isCancelled: boolean }>(sql`
    with own as (
      select e.id, e.op, e.direction from sync_entries e join sync_runs r on r.id = e.run_id
      where e.event_id = ${eventId} and e.op in ('added', 'changed', 'deleted')
        and e.reason is null
        and r.binding_id in (select id from bindings where id = ${bindingId} or leader_id = ${bindingId})
    )
    -- Only objects that the account organizes are deleted or created by a sync (direction 'out').
    select op = 'deleted' and (direction = 'out' or exists (select 1 from own o where o.op = 'added' and o.direction = 'out'))
      as "isCancelled"
    from own order by id desc limit 1`)
  return found?.isCancelled ?? false
}
