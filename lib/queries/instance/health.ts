import { statfs } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { singleRow } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { env } from '@/lib/env'
import { WORKER_LOCKS } from '@/lib/queue'
import type { Health } from '@/lib/schemas/instance'
import { version } from '@/package.json'

type Administration = Grant<'read', 'administration'>

/** Returns the state of this installation: its contents, waiting jobs and failures. */
export async function loadHealth(db: Db, _: Administration): Promise<Health> {
  const [stored, disk] = await Promise.all([read(db), statfs(env.dataDir).catch(() => null)])
  return {
    ...stored,
    kinday: version,
    node: process.versions.node,
    uptime: Math.floor(process.uptime()),
    memory: process.memoryUsage().rss,
    diskFree: disk && disk.bavail * disk.bsize,
    diskSize: disk && disk.blocks * disk.bsize,
    mail: Boolean(env.smtpUrl),
    google: Boolean(env.google),
    microsoft: Boolean(env.microsoft),
    realtime: env.pusher.embedded ? 'built-in' : env.pusher.host ? 'server' : 'pusher',
  }
}

type Stored = Omit<
  Health,
  | 'kinday'
  | 'node'
  | 'uptime'
  | 'memory'
  | 'diskFree'
  | 'diskSize'
  | 'mail'
  | 'google'
  | 'microsoft'
  | 'realtime'
>

/** Each worker process holds the locks of its workers in one session. */
async function read(db: Db): Promise<Stored> {
  return singleRow(
    await db.execute<Stored>(sql`
    select current_setting('server_version') as postgres,
      pg_database_size(current_database())::float8 as "databaseBytes",
      (select count(*) from pg_stat_activity where datname = current_database())::int as connections,
      current_setting('max_connections')::int as "maxConnections",
      (select count(distinct pid) from pg_locks where locktype = 'advisory' and objsubid = 2
        and database = (select oid from pg_database where datname = current_database())
        and classid::bigint = ${WORKER_LOCKS})::int as workers,
      (select count(*) from graphile_worker.jobs where attempts < max_attempts)::int as "jobsWaiting",
      (select count(*) from graphile_worker.jobs where last_error is not null)::int as "jobsFailing",
      (select extract(epoch from now() - min(run_at))::int from graphile_worker.jobs
        where run_at < now() and locked_at is null and attempts < max_attempts) as "oldestJobDelay",
      (select count(*) from changes
        where published_at is null and created_at < now() - interval '10 seconds')::int as "pendingPings",
      (select count(*) from faults where last_seen_at > now() - interval '1 day')::int as "faultsToday",
      (select to_json(max(last_seen_at)) from faults) as "lastFault",
      (select count(*) from deliveries
        where outcome = 'failed' and created_at > now() - interval '7 days')::int as "deliveriesFailed",
      (select count(*) from users where deleted_at is null and email is not null)::int as users,
      (select count(*) from users where suspended_at is not null and deleted_at is null)::int as suspended,
      (select count(*) from groups where deleted_at is null)::int as groups,
      (select count(*) from calendars where deleted_at is null)::int as calendars,
      (select count(*) from events e where deleted_at is null
        and not exists (select 1 from hidden_from h where h.event_id = e.id))::int as events`),
  )
}
