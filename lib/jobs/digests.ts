import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { db, type Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { deliveries } from '@/db/schema/deliveries'
import { DAY, dayOf, MINUTE } from '@/lib/calendar/day'
import { DEFAULT_DIGEST_AT } from '@/lib/calendar/notifications'
import { type QuietHours, quietUntil } from '@/lib/calendar/quiet-hours'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Instant } from '@/lib/calendar/zones/zone'
import type { UserMail } from '@/lib/commands/effects/notification-mails'
import { enqueue } from '@/lib/commands/pipeline/record'
import { isMailEnabled } from '@/lib/mail/send'

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
 * Queues the daily digests and the agendas that are due, each at its user's local time. Digests that are late,
 * because no worker ran or the user has quiet hours, are sent once.
 * @returns the number of mails
 */
export async function queueDigests(now: Instant = Date.now()): Promise<number> {
  if (!isMailEnabled()) return 0
  const due = (await readers()).flatMap((reader) => dueDigest(reader, now) ?? [])
  let mails = 0
  for (const batch of chunksOf(due)) mails += await db.transaction((tx) => queueBatch(tx, batch))
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

/** The digest and the agenda that are due for a user. `today`: the date in the user's time zone. */
interface DueDigest {
  reader: DigestReader
  today: string
  agenda: { from: string; to: string } | undefined
}

/** Returns the digest or agenda that is due for a user; undefined if neither is. */
function dueDigest(reader: DigestReader, now: Instant): DueDigest | undefined {
  const { timeZone, digestAt, digestedOn, waitingSince } = reader
  const day = Math.floor(wallAt(now, timeZone) / DAY)
  const dueAt = instantAt(day * DAY + digestAt * MINUTE, timeZone)
  const today = dayOf(day)
  if (now < dueAt || (digestedOn ?? '') >= today || quietUntil(now, timeZone, reader)) return undefined
  const hasDigest = waitingSince !== null && waitingSince <= dueAt
  const agenda = agendaDays(reader, day)
  return hasDigest || agenda ? { reader, today, agenda } : undefined
}

/** Queues the mails of users, except those whose mails another worker has queued. @returns their number */
async function queueBatch(tx: Tx, due: readonly DueDigest[]): Promise<number> {
  const dates = due.map(({ reader, today }) => ({ user: reader.id, today }))
  const rows = await tx.execute<{ user: string }>(sql`
    insert into notification_preferences as p (user_id, digested_on)
    select d.user, d.today from jsonb_to_recordset(${JSON.stringify(dates)}::jsonb) as d ("user" uuid, today text)
      -- Workers that run this at the same time lock the rows in the same order.
      order by d.user
    on conflict (user_id) do update set digested_on = excluded.digested_on
    where p.digested_on is null or p.digested_on < excluded.digested_on returning p.user_id as user`)
  const claimed = new Set(rows.map(({ user }) => user))
  const waiting = await takeWaiting(tx, [...claimed])
  const mails = due.flatMap(({ reader, agenda }) => {
    const notifications = waiting.get(reader.id)
    return claimed.has(reader.id)
      ? [
          ...(notifications ? [toDelivery(reader, 'digest', { notifications })] : []),
          ...(agenda ? [toDelivery(reader, 'agenda', agenda)] : []),
        ]
      : []
  })
  for (const batch of chunksOf(mails)) await tx.insert(deliveries).values(batch)
  await enqueue(
    tx,
    mails.map(({ id }) => ({ name: 'mail', payload: { delivery: id } })),
  )
  return mails.length
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

/** Takes the notifications that wait for the digests of users. @returns their ids by user */
async function takeWaiting(tx: Tx, userIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.execute<{ id: string; user: string }>(sql`
    update notifications set awaits_digest = false where awaits_digest
      and user_id in (select jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb)::uuid)
    returning id, user_id as user`)
  const taken = new Map<string, string[]>()
  for (const { id, user } of rows) taken.set(user, [...(taken.get(user) ?? []), id])
  return taken
}

function toDelivery({ id: userId, email: address }: DigestReader, template: UserMail, data: object) {
  return { id: uuidv7(), channel: 'email' as const, userId, address, template, data: { ...data } }
}
