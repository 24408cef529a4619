import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { deliveries } from '@/db/schema/deliveries'
import type { NotificationKind } from '@/lib/calendar/notifications'
import { quietUntil } from '@/lib/calendar/quiet-hours'
import type { Job } from '@/lib/queue'
import type { Recipient } from './notification-recipients'

/** Templates of mails to users, whose content is read when they are sent. */
export const USER_MAILS = ['notification', 'digest', 'agenda', 'test'] as const
export type UserMail = (typeof USER_MAILS)[number]

/** Time for which a mail waits for further notifications of its kind. Reminders are mailed at once. */
const GATHER_MS = 45_000

/** Maximum number of rows of one statement. */
const BATCH_SIZE = 500

/** A notification to send by mail. */
export interface NotificationToMail {
  id: string
  userId: string
  kind: NotificationKind
  eventId?: string | null
  recipient: Pick<Recipient, 'email' | 'timeZone' | 'quietFrom' | 'quietTo'>
}

/** Data of a mail about notifications. The texts are read when it is sent. */
export interface NotificationMailData {
  kind: NotificationKind
  notifications: string[]
}

/**
 * Queues mails about notifications. Notifications of a kind that follow each other share a mail. Quiet hours postpone
 * mails. `fallbackFor`: the failed push message that they replace.
 */
export async function queueNotificationMails(
  tx: Tx,
  rows: readonly NotificationToMail[],
  fallbackFor: string | null = null,
): Promise<Job[]> {
  const joined = await joinWaitingMails(tx, rows)
  const groups = new Map<string, NotificationToMail[]>()
  for (const row of rows) {
    if (joined.has(row.id)) continue
    const key = row.kind === 'reminder' ? row.id : `${row.userId} ${row.kind}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const mails = [...groups.values()].map((group) => ({ id: uuidv7(), first: group[0]!, group }))
  for (let at = 0; at < mails.length; at += BATCH_SIZE) {
    await tx.insert(deliveries).values(
      mails.slice(at, at + BATCH_SIZE).map(({ id, first, group }) => ({
        ...{ id, channel: 'email' as const, userId: first.userId, address: first.recipient.email },
        ...{ template: 'notification' satisfies UserMail, notificationId: first.id, eventId: first.eventId },
        ...{ fallbackFor, data: { kind: first.kind, notifications: group.map(({ id }) => id) } },
      })),
    )
  }
  return mails.map(({ id, first }) => ({
    name: 'mail',
    payload: { delivery: id },
    runAt: sendAt(first, Date.now()),
  }))
}

function sendAt({ kind, recipient }: NotificationToMail, now: number): Date {
  const earliest = kind === 'reminder' ? now : now + GATHER_MS
  return new Date(quietUntil(earliest, recipient.timeZone, recipient) ?? earliest)
}

/** Adds notifications to mails of their kind that no job has tried to send yet. @returns the ids of those added */
async function joinWaitingMails(tx: Tx, rows: readonly NotificationToMail[]): Promise<Set<string>> {
  const joinable = rows.flatMap(({ id, kind, userId }) =>
    kind === 'reminder' ? [] : [{ id, kind, user_id: userId }],
  )
  if (!joinable.length) return new Set()
  const mails = await tx.execute<Columns<{ ids: string[] }>>(sql`
    with joinable as (
      select user_id, kind, jsonb_agg(id) as ids
      from jsonb_to_recordset(${JSON.stringify(joinable)}::jsonb) as a (id uuid, user_id uuid, kind text)
      group by user_id, kind
    ), waiting as (
      select distinct on (a.user_id, a.kind) d.id, a.ids
      from joinable a join deliveries d on d.user_id = a.user_id and d.template = 'notification'
        and d.outcome = 'queued' and d.attempts = 0 and d.taken_until is null and d.data ->> 'kind' = a.kind
      order by a.user_id, a.kind, d.created_at desc
    )
    update deliveries d set data = jsonb_set(d.data, '{notifications}', (
      select jsonb_agg(distinct notification) from jsonb_array_elements(d.data -> 'notifications' || w.ids) notification))
    from waiting w where d.id = w.id and d.outcome = 'queued' and d.attempts = 0 and d.taken_until is null
    returning w.ids`)
  return new Set(mails.flatMap(({ ids }) => ids))
}
