import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import type { DeliveryEntry, FaultEntry, JobEntry, ReceivedMailEntry } from '@/lib/schemas/admin-entries'
import type { ListPage, ListQuery } from '@/lib/schemas/admin-lists'
import { containsText, latestFirst, toPage } from './page'

export type Administration = Grant<'read', 'administration'>

/** Lists jobs that wait or have failed. */
export async function listJobs(db: Db, _: Administration, query: ListQuery): Promise<ListPage<JobEntry>> {
  const conditions = [
    containsText(query.q, sql`j.task_identifier`, sql`j.last_error`),
    query.is === 'waiting' ? sql`j.last_error is null and j.locked_at is null` : undefined,
    query.is === 'failing' ? sql`j.last_error is not null and j.attempts < j.max_attempts` : undefined,
    query.is === 'failed' ? sql`j.attempts >= j.max_attempts and j.locked_at is null` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select j.id::text as id, j.task_identifier as name, j.attempts, j.max_attempts as "maxAttempts",
        case when j.locked_at is not null then 'running' when j.attempts >= j.max_attempts then 'failed'
          when j.last_error is not null then 'failing' else 'waiting' end as state,
        to_json(j.run_at) as "runAt", to_json(j.created_at) as "createdAt", left(j.last_error, 500) as error
      from graphile_worker.jobs j ${latestFirst(conditions, query, sql`j.id`, 'bigint')}`),
  )
}

/** Lists deliveries and their outcomes: mails and push messages, or those in the app; `of`: those to a user. */
export async function listDeliveries(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<DeliveryEntry>> {
  const conditions = [
    containsText(query.q, sql`d.address`, sql`d.template`, sql`d.error`),
    ['queued', 'sent', 'failed'].includes(query.is ?? '') ? sql`d.outcome = ${query.is}` : undefined,
    query.is === 'in-app' ? sql`d.channel = 'in-app'` : sql`d.channel <> 'in-app'`,
    query.of ? sql`d.user_id = ${query.of}` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select d.id, d.channel, d.template, d.outcome, d.attempts, left(d.error, 500) as error,
        case when d.channel = 'email' then d.address
          else coalesce((select u.name from users u where u.id = d.user_id), '') end as address,
        to_json(d.created_at) as "createdAt", to_json(d.sent_at) as "sentAt", d.data is not null as "hasContent"
      from deliveries d ${latestFirst(conditions, query, sql`d.id`, 'uuid')}`),
  )
}

/** Lists mails that arrived in the mailbox for answers, without their texts. Ignored mails have a reason. */
export async function listReceivedMails(
  db: Db,
  _: Administration,
  query: ListQuery,
): Promise<ListPage<ReceivedMailEntry>> {
  const conditions = [
    containsText(query.q, sql`m.reason`, sql`m.message_id`, sql`m.event_id::text`),
    query.is ? sql`m.outcome = ${query.is}` : undefined,
  ]
  return toPage(
    await db.execute(sql`
      select m.id, m.outcome, m.reason, m.event_id as event, to_json(m.received_at) as at
      from received_mails m ${latestFirst(conditions, query, sql`m.id`, 'uuid')}`),
  )
}

/** Lists faults of the server, newest first. */
export async function listFaults(db: Db, _: Administration, query: ListQuery): Promise<ListPage<FaultEntry>> {
  return toPage(
    await db.execute(sql`
      select f.id, f.place, f.message, f.trace, f.count, to_json(f.created_at) as "firstSeen",
        to_json(f.last_seen_at) as "lastSeen"
      from faults f ${latestFirst([containsText(query.q, sql`f.place`, sql`f.message`)], query, sql`f.id`, 'uuid')}`),
  )
}
