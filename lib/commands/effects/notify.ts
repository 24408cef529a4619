import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { NotificationChannel } from '@/lib/calendar/notifications'
import type { Change } from '@/lib/commands/pipeline/changes'
import { insertInAppDeliveries } from '@/lib/commands/rows/deliveries'
import { insertNotifications } from '@/lib/commands/rows/notifications'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import { queueNotificationMails } from './notification-mails'
import { queueNotificationPushes } from './notification-pushes'
import { type NotificationTarget, type Recipient, recipientsOf } from './notification-recipients'

/** A notification to write. */
export interface NewNotification extends NotificationTarget {
  /** The change that the notification is about, from which its content is read. Reminders have none. */
  stream?: string | null
  seq?: number | null
  /** The last change that it covers, if there are several. */
  lastSeq?: number | null
  /** For a problem of a sync: the account, and the synced calendar if it is only that one. */
  connectionId?: string | null
  bindingId?: string | null
  /** For a task that was assigned to the user or is due. */
  taskId?: string | null
  /** For a gathering that the user takes part in or organizes. `groupId` is then its group, which can be muted. */
  gatheringId?: string | null
  /** For a reminder: the start of the occurrence. */
  startsAt?: Date | null
  /** Whether it became due while no worker ran. */
  isLate?: boolean
  /** The channels of a reminder; without them the user's settings decide. */
  channels?: readonly NotificationChannel[]
  /**
   * Whether the recipient gets another mail about the same change, such as about a share. The notification is then not
   * mailed.
   */
  hasOwnMail?: boolean
}

/**
 * Writes notifications in the app and queues mails and push messages, as the recipients have chosen. A user gets one
 * notification of each kind for a change, however often this runs. The caller leaves out the author of the change.
 * @returns pings for the recipients, without content, and the jobs that send mails and push messages
 */
export async function notify(
  tx: Tx,
  rows: readonly NewNotification[],
): Promise<{ changes: Change[]; jobs: Job[] }> {
  if (!rows.length) return { changes: [], jobs: [] }
  const recipients = await recipientsOf(tx, rows)
  const now = new Date()
  const planned = rows.flatMap(({ channels, hasOwnMail = false, ...row }, at) => {
    const recipient = recipients[at]
    const plan = recipient && planDelivery(recipient, hasOwnMail, channels)
    if (!plan || !Object.values(plan).includes(true)) return []
    const { isShown, awaitsDigest } = plan
    return [{ ...row, ...plan, id: uuidv7(), dismissedAt: isShown ? null : now, awaitsDigest, recipient }]
  })
  const inserted = await insertNotifications(tx, planned)
  const written = planned.filter(({ id }) => inserted.has(id))
  const shownRows = written.filter(({ isShown }) => isShown)
  await insertInAppDeliveries(tx, shownRows)
  const mailed = written.filter(({ isMailed }) => isMailed)
  const pushed = written.filter(({ isPushed }) => isPushed)
  const mails = await queueNotificationMails(tx, mailed)
  return {
    changes: notificationPings(shownRows.map(({ userId }) => userId)),
    jobs: [...mails, ...(await queueNotificationPushes(tx, pushed))],
  }
}

/** Returns pings that make the users' clients refetch their notifications. */
export function notificationPings(userIds: readonly string[]): Change[] {
  return [...new Set(userIds)].sort().map((id) => ({
    ...{ stream: streamName('user', id), hidden: true, entity: 'notification', id, op: 'changed' },
  }))
}

/** How a notification is delivered to a recipient. */
interface DeliveryPlan {
  isShown: boolean
  isMailed: boolean
  isPushed: boolean
  awaitsDigest: boolean
}

/** Decides how a notification is delivered. A reminder by mail is shown in the app if it cannot be mailed. */
function planDelivery(
  { modes, isVerified, hasDevice }: Recipient,
  hasOwnMail: boolean,
  channels?: readonly NotificationChannel[],
): DeliveryPlan {
  const canMail = isMailEnabled() && isVerified && !hasOwnMail
  const wantsMail = channels ? channels.includes('email') && modes.email !== 'off' : modes.email === 'now'
  const isMailed = canMail && wantsMail
  return {
    isShown: channels ? channels.includes('in-app') || !isMailed : modes['in-app'] !== 'off',
    isMailed,
    isPushed:
      hasDevice && (channels ? channels.includes('push') && modes.push !== 'off' : modes.push === 'now'),
    awaitsDigest: canMail && !channels && modes.email === 'digest',
  }
}
