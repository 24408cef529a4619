import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db, type Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { deliveries } from '@/db/schema/deliveries'
import { DAY, dayOf, MINUTE } from '@/lib/calendar/day'
import { DEFAULT_DIGEST_AT } from '@/lib/calendar/notifications'
import { type QuietHours, quietUntil } from '@/lib/calendar/quiet-hours'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Instant } from '@/lib/calendar/zones/zone'
import type { UserMail } from '@/lib/commands/effects/notification-mails'
import { enqueue } from '@/lib/commands/pipeline/record'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'

/** A user with notifications that wait for a digest, or with an agenda by mail. */
interface DigestReader extends QuietHours {
  id: string
  email: string
  timeZone: string
  /** ISO 8601 weekday. */
  weekStart: number
  digestAt: number
  agenda: 'off' | 'day' | 'week'
  /** The date of the last digest and agenda. */
  digestedOn: string | null
  /** Time of the oldest waiting notification, in epoch milliseconds. */
  waitingSince: number | null
}

/**
 * Queues the daily digests and the agendas that are due, each by the time and zone of its user. Digests that are late,
 * because no worker ran or the user has quiet hours, are sent once.
 * @returns the number of mails
 */
export async function queueDigests(now: Instant = Date.now()): Promise<number> {
  if (!isMailEnabled()) return 0
  let mails = 0
  for (const reader of await readers()) mails += await queueFor(reader, now)
  return mails
}

async function readers(): Promise<DigestReader[]> {
  return await db.execute<Columns<DigestReader>>(sql`
    select u.id, u.email, u.time_zone as "timeZone", u.week_start as "weekStart",
      coalesce(p.digest_at, ${DEFAULT_DIGEST_AT}) as "digestAt", coalesce(p.agenda, 'off') as agenda,
      p.quiet_from as "quietFrom", p.quiet_to as "quietTo", p.digested_on as "digestedOn",
      (extract(epoch from waiting.since) * 1000)::float8 as "waitingSince"
    from users u left join notification_preferences p on p.user_id = u.id
      left join lateral (select min(n.created_at) as since from notifications n
        where n.user_id = u.id and n.awaits_digest) waiting on true
    where u.deleted_at is null and u.suspended_at is null and u.email_verified is not null
      and (u.id in (select n.user_id from notifications n where n.awaits_digest)
        or u.id in (select a.user_id from notification_preferences a where a.agenda <> 'off'))`)
}

async function queueFor(reader: DigestReader, now: Instant): Promise<number> {
  const { id, timeZone, digestAt, digestedOn, waitingSince } = reader
  const day = Math.floor(wallAt(now, timeZone) / DAY)
  const dueAt = instantAt(day * DAY + digestAt * MINUTE, timeZone)
  const today = dayOf(day)
  if (now < dueAt || (digestedOn ?? '') >= today || quietUntil(now, timeZone, reader)) return 0
  const hasDigest = waitingSince !== null && waitingSince <= dueAt
  const agenda = agendaDays(reader, day)
  if (!hasDigest && !agenda) return 0
  return db.transaction(async (tx) => {
    const taken = await tx.execute(sql`
      insert into notification_preferences as p (user_id, digested_on) values (${id}, ${today})
      on conflict (user_id) do update set digested_on = excluded.digested_on
      where p.digested_on is null or p.digested_on < excluded.digested_on returning 1`)
    // Another worker has queued them.
    if (!taken.length) return 0
    const waiting = await takeWaiting(tx, id)
    const jobs = [
      ...(waiting.length ? [await queue(tx, reader, 'digest', { notifications: waiting })] : []),
      ...(agenda ? [await queue(tx, reader, 'agenda', agenda)] : []),
    ]
    await enqueue(tx, jobs)
    return jobs.length
  })
}

/** Returns the days of the agenda that is due; undefined if there is none. */
function agendaDays({ agenda, weekStart, digestedOn }: DigestReader, day: number) {
  if (agenda === 'day') return { from: dayOf(day), to: dayOf(day + 1) }
  if (agenda === 'off') return undefined
  // 1970-01-01 was a Thursday, ISO weekday 4.
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1
  const first = day - ((weekday - weekStart + 7) % 7)
  return (digestedOn ?? '') < dayOf(first) ? { from: dayOf(day), to: dayOf(first + 7) } : undefined
}

async function takeWaiting(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    update notifications set awaits_digest = false where user_id = ${userId} and awaits_digest returning id`)
  return rows.map(({ id }) => id)
}

async function queue(
  tx: Tx,
  { id: userId, email: address }: DigestReader,
  template: UserMail,
  data: object,
): Promise<Job> {
  const id = uuidv7()
  await tx.insert(deliveries).values({ id, channel: 'email', userId, address, template, data: { ...data } })
  return { name: 'mail', payload: { delivery: id } }
}
