import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'

/** How an installation is: what it holds, and what waits or has failed. */
export interface InstanceOverview {
  postgres: string
  users: number
  groups: number
  calendars: number
  events: number
  /** Changes whose ping was not sent yet. */
  untold: number
  jobsWaiting: number
  jobsFailing: number
}

export async function instanceOverview(db: Db, _: Grant<'own', 'instance'>): Promise<InstanceOverview> {
  const [row] = (await db.execute(sql`
    select current_setting('server_version') as postgres,
      (select count(*) from users where deleted_at is null)::int as users,
      (select count(*) from groups where deleted_at is null)::int as groups,
      (select count(*) from calendars where deleted_at is null)::int as calendars,
      (select count(*) from events where deleted_at is null)::int as events,
      (select count(*) from changes where published_at is null)::int as untold,
      (select count(*) from graphile_worker.jobs where attempts = 0)::int as "jobsWaiting",
      (select count(*) from graphile_worker.jobs where last_error is not null)::int as "jobsFailing"`)) as unknown as [
    InstanceOverview,
  ]
  return row
}

/** Everybody with an account, the latest first. */
export async function instanceUsers(
  db: Db,
  _: Grant<'own', 'instance'>,
): Promise<{ email: string; name: string; since: string; groups: number }[]> {
  return (await db.execute(sql`
    select u.email, u.name, to_char(u.created_at, 'YYYY-MM-DD') as since,
      (select count(*) from members m where m.user_id = u.id)::int as groups
    from users u where u.deleted_at is null order by u.created_at desc limit 1000`)) as unknown as {
    email: string
    name: string
    since: string
    groups: number
  }[]
}
