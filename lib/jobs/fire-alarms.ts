import { type SQL, sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { MINUTE } from '@/lib/calendar/day'
import type { NotificationChannel } from '@/lib/calendar/notifications'
import type { Instant } from '@/lib/calendar/zones/zone'
import { type NewNotification, notify } from '@/lib/commands/effects/notify'
import { afterCommit, recordOutcome } from '@/lib/commands/pipeline/execute'
import { readerKey, visiblePairs } from '@/lib/queries/visible-pairs'
import { queueGuestReminders } from './guest-reminders'

/** Maximum number of alarms that one transaction fires. */
const BATCH_SIZE = 500

/** An alarm is late if it fires this long after its time, because no worker ran. */
const LATE_AFTER_MS = 15 * MINUTE

/** Late alarms of a user for more occurrences than this become one notification. */
const MAX_LATE_EACH = 5

/** Maximum number of users whose late alarms one transaction fires. */
const LATE_USERS_AT_ONCE = 50

/** An alarm that is due. */
interface FiringAlarm {
  id: string
  user: string | null
  guest: string | null
  event: string
  recurrenceId: string | null
  trigger: string
  method: 'push' | 'email' | 'in-app'
  /** Epoch milliseconds. */
  startsAt: number
  /** Epoch milliseconds. */
  dueAt: number
}

/**
 * Fires all alarms that are due: each becomes a notification in the transaction that marks it as fired, so it fires
 * once however many workers run this and whenever they are killed.
 * @returns the number of alarms that fired
 */
export async function fireAlarms(now: Instant = Date.now(), signal?: AbortSignal): Promise<number> {
  let total = await fireLate(now, signal)
  for (let fired = BATCH_SIZE; fired === BATCH_SIZE && !signal?.aborted; total += fired) {
    fired = await fire(now, sql`true`, BATCH_SIZE)
  }
  return total
}

/** Fires the alarms of users with many late ones. */
async function fireLate(now: Instant, signal?: AbortSignal): Promise<number> {
  const late = sql`d.due_at < ${at(now - LATE_AFTER_MS)}`
  let total = 0
  while (!signal?.aborted) {
    const users = await db.execute<{ id: string }>(sql`
      select d.user_id as id from alarm_due d where d.fired_at is null and d.user_id is not null and ${late}
      group by d.user_id having count(distinct (d.event_id, d.recurrence_id, d.starts_at)) > ${MAX_LATE_EACH}
      order by d.user_id limit ${LATE_USERS_AT_ONCE}`)
    const ids = JSON.stringify(users.map(({ id }) => id))
    const fired = users.length
      ? await fire(
          now,
          sql`${late} and d.user_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`,
          null,
        )
      : 0
    total += fired
    // If none was fired, another worker has locked them.
    if (!fired) return total
  }
  return total
}

/** Fires due alarms in one transaction. @returns their number */
async function fire(now: Instant, which: SQL, limit: number | null): Promise<number> {
  const { alarms, committed } = await db.transaction(async (tx) => {
    const alarms = await takeDue(tx, now, which, limit)
    if (!alarms.length) return { alarms, committed: undefined }
    const ofUsers = alarms.flatMap(({ user, ...alarm }) => (user ? [{ ...alarm, user }] : []))
    const visible = await visiblePairs(tx, ofUsers)
    const readable = ofUsers.filter((alarm) => visible.has(readerKey(alarm)))
    const { changes, jobs } = await notify(tx, notificationsOf(readable, now))
    const mails = await queueGuestReminders(
      tx,
      alarms.flatMap(({ guest, recurrenceId, trigger }) => (guest ? { guest, recurrenceId, trigger } : [])),
    )
    await tx.execute(sql`
      update alarm_due set fired_at = ${at(now)} where id in (
        select jsonb_array_elements_text(${JSON.stringify(alarms.map(({ id }) => id))}::jsonb)::uuid)`)
    const outcome = { result: null, changes, jobs: [...jobs, ...mails] }
    const actor = { kind: 'job', name: 'alarms' } as const
    return { alarms, committed: await recordOutcome(tx, actor, 'fireAlarms', { origin: 'job' }, outcome) }
  })
  if (committed) afterCommit(committed)
  return alarms.length
}

async function takeDue(tx: Tx, now: Instant, which: SQL, limit: number | null): Promise<FiringAlarm[]> {
  return await tx.execute<Columns<FiringAlarm>>(sql`
    select d.id, d.user_id as user, d.guest_link_id as guest, d.event_id as event, d.recurrence_id as "recurrenceId",
      d.method, d.trigger, (extract(epoch from d.starts_at) * 1000)::float8 as "startsAt",
      (extract(epoch from d.due_at) * 1000)::float8 as "dueAt"
    from alarm_due d where d.fired_at is null and d.due_at <= ${at(now)} and ${which}
    order by d.due_at, d.event_id, d.user_id limit ${limit} for update skip locked`)
}

function at(instant: Instant): SQL {
  return sql`${new Date(instant).toISOString()}::timestamptz`
}

type UserAlarm = FiringAlarm & { user: string }

/**
 * Returns the notifications of alarms: one for all channels of an alarm, one for several late alarms of an occurrence,
 * and one for many late alarms of a user.
 */
function notificationsOf(alarms: readonly UserAlarm[], now: Instant): NewNotification[] {
  const groups = groupBy(alarms, (alarm) => {
    const { user, event, recurrenceId, startsAt, dueAt } = alarm
    return [user, event, recurrenceId, startsAt, isLate(alarm, now) ? 'late' : dueAt].join(' ')
  })
  const occurrences = [...groups.values()].map(toNotification(now))
  const late = groupBy(
    occurrences.filter((notification) => notification.isLate),
    ({ userId }) => userId,
  )
  const isSummarized = ({ userId, isLate }: NewNotification) =>
    isLate && late.get(userId)!.length > MAX_LATE_EACH
  const summaries = [...late.values()].flatMap(([first, ...others]): NewNotification[] => {
    if (!first || !isSummarized(first)) return []
    const channels = [first, ...others].flatMap(({ channels }) => channels ?? [])
    return [{ userId: first.userId, kind: 'reminder', isLate: true, channels: [...new Set(channels)] }]
  })
  return [...occurrences.filter((notification) => !isSummarized(notification)), ...summaries]
}

function isLate({ dueAt }: FiringAlarm, now: Instant): boolean {
  return dueAt < now - LATE_AFTER_MS
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of list) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function toNotification(now: Instant) {
  return (alarms: readonly UserAlarm[]): NewNotification => {
    const { user, event, recurrenceId, startsAt } = alarms[0]!
    const channels = alarms.flatMap(({ method }): NotificationChannel[] =>
      method === 'email' ? ['email'] : ['in-app', 'push'],
    )
    return {
      ...{ userId: user, kind: 'reminder', eventId: event, recurrenceId, startsAt: new Date(startsAt) },
      isLate: alarms.some((alarm) => isLate(alarm, now)),
      channels: [...new Set(channels)],
    }
  }
}
