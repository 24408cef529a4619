import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { NotificationKind } from '@/lib/calendar/notifications'
import { quietUntil } from '@/lib/calendar/quiet-hours'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { Job } from '@/lib/queue'
import type { Recipient } from './notification-recipients'

/** Time for which a message waits for further edits of the same event. Reminders are pushed at once. */
const GATHER_MS = 10_000

/** Maximum number of notifications of one statement. */
const BATCH_SIZE = 500

/** A notification to push to all devices of a user. */
export interface NotificationToPush {
  id: string
  userId: string
  kind: NotificationKind
  eventId?: string | null
  recipient: Pick<Recipient, 'timeZone' | 'quietFrom' | 'quietTo'>
}

/** Data of a push message. The texts are read when it is sent. `dueAt`: epoch milliseconds. */
export interface NotificationPushData {
  kind: NotificationKind
  dueAt: number
}

/**
 * Queues a push message to each device of the users, unless one about the same notification is waiting there. Quiet
 * hours postpone messages.
 */
export async function queueNotificationPushes(tx: Tx, rows: readonly NotificationToPush[]): Promise<Job[]> {
  const now = Date.now()
  const pushes = rows.map(({ id, userId, kind, eventId, recipient }) => {
    const earliest = kind === 'reminder' ? now : now + GATHER_MS
    const dueAt = quietUntil(earliest, recipient.timeZone, recipient) ?? earliest
    return { id, user_id: userId, event_id: eventId, data: { kind, dueAt } satisfies NotificationPushData }
  })
  const jobs: Job[] = []
  for (const batch of chunksOf(pushes, BATCH_SIZE)) {
    const queued = await tx.execute<Columns<{ delivery: string; dueAt: number }>>(sql`
      insert into deliveries (id, channel, user_id, address, template, notification_id, event_id,
        push_subscription_id, data)
      select gen_random_uuid(), 'push', p.user_id, '', 'notification', p.id, p.event_id, s.id, p.data
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb)
          as p (id uuid, user_id uuid, event_id uuid, data jsonb)
        join push_subscriptions s on s.user_id = p.user_id
        join sessions x on x.id = s.session_id and x.expires > now()
      where not exists (select 1 from deliveries d where d.notification_id = p.id
        and d.push_subscription_id = s.id and d.outcome = 'queued' and d.taken_until is null)
      returning id as delivery, (data ->> 'dueAt')::float8 as "dueAt"`)
    for (const { delivery, dueAt } of queued) {
      jobs.push({ name: 'push', payload: { delivery }, runAt: new Date(dueAt) })
    }
  }
  return jobs
}
