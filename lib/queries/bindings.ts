import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { levelsOf } from '@/lib/access/levels'
import type { SyncDirection } from '@/lib/calendar/sync-choices'

/** A binding that another connection of the same remote calendar can follow. */
export interface JoinableBinding {
  id: string
  remoteId: string
  calendar: { id: string; name: string; color: string }
  direction: SyncDirection
  /** The name of its user. */
  by: string
}

/**
 * Returns, for each remote calendar, the oldest binding that a user can join: it belongs to another connection, and the
 * user can read its calendar. The user must not learn of other bindings. Feeds are left out, since no id tells whether
 * two feeds are the same. CalDAV calendars are compared within an account only: at Open-Xchange (mailbox.org), the
 * calendars of all users have the same addresses.
 */
export async function joinableBindings(
  db: Db,
  userId: string,
  connection: { id: string; kind: string; account: string },
  remoteIds: readonly string[],
): Promise<Map<string, JoinableBinding>> {
  const rows = await db.execute<Columns<JoinableBinding>>(sql`
    select distinct on (b.remote_id) b.id, b.remote_id as "remoteId", b.direction, u.name as by,
      json_build_object('id', k.id, 'name', k.name, 'color', coalesce(own.color, k.color)) as calendar
    from bindings b join connections c on c.id = b.connection_id join users u on u.id = c.user_id
      join calendars k on k.id = b.calendar_id join ${levelsOf(userId)} l on l.calendar_id = k.id and l.level >= 2
      left join calendar_settings own on own.calendar_id = k.id and own.user_id = ${userId}
    where b.leader_id is null and c.kind = ${connection.kind} and c.kind <> 'ics' and c.id <> ${connection.id}
      and (c.kind <> 'caldav' or lower(c.account) = lower(${connection.account}))
      and b.remote_id in (select jsonb_array_elements_text(${JSON.stringify(remoteIds)}::jsonb))
    order by b.remote_id, b.created_at, b.id`)
  return new Map(rows.map((row) => [row.remoteId, row]))
}

/** Returns the ids of the remote calendars that a connection syncs. */
export async function boundRemoteIds(db: Db, connectionId: string): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(
    sql`select remote_id as id from bindings where connection_id = ${connectionId}`,
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * Returns the ids of the calendars that are synced both ways. A calendar can be synced both ways with one remote
 * calendar only.
 */
export async function twoWayCalendarIds(db: Db, calendarIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select calendar_id as id from bindings where direction = 'both' and leader_id is null
      and calendar_id in (select jsonb_array_elements_text(${JSON.stringify(calendarIds)}::jsonb)::uuid)`)
  return new Set(rows.map(({ id }) => id))
}
