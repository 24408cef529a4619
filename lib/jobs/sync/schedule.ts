import { sql } from 'drizzle-orm'
import { db } from '@/db/client'

/** Maximum number of bindings that are queued at once. */
const BATCH_SIZE = 500

/** Kinds of connections whose server a user has entered. */
const HOSTED = sql`array['ics', 'caldav']`

/** Number of other connections of a user that are synced at once. */
const QUEUES_PER_USER = 2

/** Time after which a binding whose run did not record its end is queued again. Longer than any run takes. */
const LEASE_MINUTES = 30

/**
 * Queues the bindings that are due. The bindings of a connection are synced one after another, since providers limit
 * the requests and writes of an account, and at most two of a user at once, so that others wait for seconds only.
 * Servers that users have entered are synced by workers of their own, and one after another for each user, since they
 * may never answer. A partial index contains only the bindings that can become due.
 * @returns the number of queued bindings
 */
export async function queueDueSyncs(): Promise<number> {
  const rows = await db.execute(sql`
    with due as (
      select id from bindings where state = 'active' and leader_id is null and next_run_at <= now()
      order by next_run_at limit ${BATCH_SIZE} for update skip locked
    ), leased as (
      update bindings b set next_run_at = now() + ${LEASE_MINUTES} * interval '1 minute' from due where due.id = b.id
      returning b.id, b.connection_id
    )
    select graphile_worker.add_job(case when c.kind = any(${HOSTED}) then 'sync-hosted' else 'sync' end,
      json_build_object('binding', l.id),
      queue_name := case when c.kind = any(${HOSTED}) then 'hosted-' || c.user_id
        else 'sync-' || c.user_id || '-' || abs(hashtext(c.id::text)) % ${QUEUES_PER_USER} end,
      job_key := 'sync-' || l.id, max_attempts := 5)
    from leased l join connections c on c.id = l.connection_id`)
  return rows.length
}
