import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { deliveries } from '@/db/schema/deliveries'
import type { NotificationKind } from '@/lib/calendar/notifications'
import { queueNotificationMails } from '@/lib/commands/effects/notification-mails'
import { recipientsOf } from '@/lib/commands/effects/notification-recipients'
import type { Change } from '@/lib/commands/pipeline/changes'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'
import { revealNotifications } from '../user-mails/show-in-app'

type Failed = Pick<typeof deliveries.$inferSelect, 'id' | 'userId' | 'notificationId'>

/**
 * Mails a notification that reached no device, or shows it in the app if it cannot be mailed. Does nothing if the user
 * has read it, another device got it or may still get it, or it is mailed anyway.
 */
export async function fallBack(
  tx: Tx,
  { id, userId, notificationId }: Failed,
): Promise<{ changes: Change[]; jobs: Job[] }> {
  const nothing = { changes: [], jobs: [] }
  if (!userId || !notificationId) return nothing
  // Locks the notification, so that it falls back only once if two devices fail concurrently.
  const [notification] = await tx.execute<Columns<Notification>>(sql`
    select n.id, n.user_id as "userId", n.kind, n.event_id as "eventId", n.recurrence_id as "recurrenceId",
      n.group_id as "groupId", n.calendar_id as "calendarId"
    from notifications n where n.id = ${notificationId} and n.user_id = ${userId} and n.read_at is null
    for update`)
  if (!notification) return nothing
  const [other] = await tx.execute(sql`
    select 1 from deliveries d where d.id <> ${id} and (
      (d.notification_id = ${notificationId} and d.channel = 'push' and d.outcome in ('queued', 'sent'))
      or (d.user_id = ${userId} and d.channel = 'email' and (d.notification_id = ${notificationId}
        or d.data -> 'notifications' ? ${notificationId}::text)))
    limit 1`)
  if (other) return nothing
  const [recipient] = await recipientsOf(tx, [notification])
  if (!recipient) return nothing
  if (isMailEnabled() && recipient.isVerified && recipient.modes.email !== 'off') {
    return { changes: [], jobs: await queueNotificationMails(tx, [{ ...notification, recipient }], id) }
  }
  return { changes: await revealNotifications(tx, userId, [notificationId], id), jobs: [] }
}

interface Notification {
  id: string
  userId: string
  kind: NotificationKind
  eventId: string | null
  recurrenceId: string | null
  groupId: string | null
  calendarId: string | null
}
