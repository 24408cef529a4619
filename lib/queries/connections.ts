import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { connections } from '@/db/schema/connections'
import type { EncryptedCredentials } from '@/lib/access/credentials'
import { levelsOf } from '@/lib/access/levels'
import { FEED_KINDS } from '@/lib/schemas/account-name'
import { CONSENT_WARNING_DAYS } from '@/lib/schemas/choices'
import type { ConnectionHealth, UnsolvedSyncProblem } from '@/lib/schemas/sync-health'
import { isShownConflict } from './sync-conflicts'
import { KEPT_REMOTELY, MAX_QUIET_FAILURES } from './unsynced-links'

/** Returns the connections of a user with their synced calendars, oldest first. Contains no credentials. */
export async function connectionsOf(db: Db, userId: string): Promise<ConnectionHealth[]> {
  return await db.execute<Columns<ConnectionHealth>>(sql`
    with levels as materialized (select calendar_id from ${levelsOf(userId)} l)
    select c.id, c.kind, ${accountColumn(sql`c`)} as account, c.problem, ${milliseconds(sql`c.consent_expires_at`)} as "consentExpiresAt",
      (select coalesce(json_agg(${bindingColumns(userId)} order by b.created_at, b.id), '[]')
        from bindings b left join bindings leader on leader.id = b.leader_id
          left join connections lc on lc.id = leader.connection_id left join users lu on lu.id = lc.user_id
        where b.connection_id = c.id) as bindings
    from connections c where c.user_id = ${userId} order by c.created_at, c.id`)
}

/** Returns the CalDAV account of a user with a name, with its encrypted credentials. */
export async function caldavConnection(
  db: Db,
  userId: string,
  account: string,
): Promise<(EncryptedCredentials & { id: string }) | undefined> {
  const [row] = await db
    .select({ id: connections.id, credentials: connections.credentials, keyId: connections.keyId })
    .from(connections)
    .where(
      and(eq(connections.userId, userId), eq(connections.kind, 'caldav'), eq(connections.account, account)),
    )
  return row
}

/**
 * A binding as JSON. A follower shows the runs and links of its leader. An unfinished run counts as running for 15
 * minutes only, since its process may have ended.
 */
function bindingColumns(userId: string): SQL {
  const links = sql`links l where l.binding_id = coalesce(b.leader_id, b.id)`
  return sql`json_build_object('id', b.id, 'name', b.remote ->> 'name', 'calendar', ${calendarColumn(userId, sql`b.calendar_id`)},
    'direction', b.direction, 'canWrite', b.remote ->> 'access' = 'write', 'state', b.state, 'problem', b.problem,
    'isRunning', exists (select 1 from sync_runs r where r.binding_id = coalesce(b.leader_id, b.id)
      and r.ended_at is null and r.started_at > now() - interval '15 minutes'),
    'lastRunAt', ${milliseconds(sql`coalesce(leader.last_run_at, b.last_run_at)`)},
    'lastSuccessAt', ${milliseconds(sql`coalesce(leader.last_success_at, b.last_success_at)`)},
    'nextRunAt', ${milliseconds(sql`case when b.leader_id is null then b.next_run_at else leader.next_run_at end`)},
    'intervalMinutes', b.interval_minutes, 'placedIn', ${calendarColumn(userId, sql`b.placed_in`)},
    'placedDetail', b.placed_detail,
    'events', (select count(*) from ${links} and l.event_id is not null and l.skipped is null),
    'skipped', (select count(*) from ${links} and (l.skipped <> ${KEPT_REMOTELY} or l.failures >= ${MAX_QUIET_FAILURES})),
    'conflicts', (select count(*) from sync_conflicts s join links l on l.id = s.link_id
      where l.binding_id = b.id and ${isShownConflict}),
    'isFollowed', b.leader_id is not null or exists (select 1 from bindings f where f.leader_id = b.id), 'syncedBy', lu.name)`
}

/** The name of a connection's account. For birthdays, it is the name of the group, since the account is an id. */
export function accountColumn(connection: SQL): SQL {
  return sql`case when ${connection}.kind <> 'birthdays' then ${connection}.account
    else coalesce((select b.remote ->> 'name' from bindings b where b.connection_id = ${connection}.id limit 1), '') end`
}

/** Whether a connection consists of a single calendar: its problems are shown as those of the calendar. */
export function isFeedRow(connection: SQL): SQL {
  return sql`${connection}.kind in ${[...FEED_KINDS]}`
}

function calendarColumn(userId: string, id: SQL): SQL {
  return sql`(select json_build_object('id', k.id, 'name', k.name, 'color', coalesce(own.color, k.color))
    from calendars k join levels on levels.calendar_id = k.id
    left join calendar_settings own on own.calendar_id = k.id and own.user_id = ${userId}
    where k.id = ${id})`
}

function milliseconds(instant: SQL): SQL {
  return sql`(extract(epoch from ${instant}) * 1000)::float8`
}

/** Lists the problems that a user has to solve before their calendars are synced again. */
export async function syncAttention(db: Db, userId: string): Promise<UnsolvedSyncProblem[]> {
  return await db.execute<Columns<UnsolvedSyncProblem>>(sql`
    select null as binding, c.account as name, case when c.problem is null then 'consent-expires' else 'sign-in-needed' end as reason,
      0 as count
    from connections c where c.user_id = ${userId} and not ${isFeedRow(sql`c`)}
      and (c.problem is not null or c.consent_expires_at < now() + ${CONSENT_WARNING_DAYS} * interval '1 day')
    union all
    select b.id, b.remote ->> 'name', 
      case when c.problem is not null then 'stopped' when b.state = 'active' then 'conflicts' else b.state end, conflicts.count
    from connections c join bindings b on b.connection_id = c.id
      cross join lateral (select count(*)::int from sync_conflicts s join links l on l.id = s.link_id
        where l.binding_id = b.id and ${isShownConflict}) conflicts
    where c.user_id = ${userId} and (c.problem is null or ${isFeedRow(sql`c`)})
      and (c.problem is not null or b.state in ('needs-approval', 'stopped') or (b.state = 'active' and conflicts.count > 0))`)
}
