import { eq, sql } from 'drizzle-orm'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { deliveries } from '@/db/schema/deliveries'
import { notificationPreferences } from '@/db/schema/notifications'
import { users } from '@/db/schema/users'
import { hasAccount } from '@/lib/access/nouns/user'
import { loadReach } from '@/lib/access/reach'
import { opaqueId } from '@/lib/access/secrets'
import { HOUR, MINUTE } from '@/lib/calendar/day'
import type { NotificationPushData } from '@/lib/commands/effects/notification-pushes'
import { mailTexts } from '@/lib/mail/mail-texts'
import type { PushMessage } from '@/lib/push/message'
import type { PushOptions } from '@/lib/push/send-push'
import { notificationItems } from '@/lib/queries/notifications/items'
import { unreadNotifications } from '@/lib/queries/notifications/list'
import { versionToComplete } from '@/lib/queries/notifications/open-alerts'
import { notificationColumns, type StoredNotification } from '@/lib/queries/notifications/stored-notification'
import { directionOf } from '@/lib/schemas/languages'
import { buttonsOf } from './push-buttons'
import { type PushTexts, pushTextOf, pushTexts } from './push-texts'

type Row = Pick<
  typeof deliveries.$inferSelect,
  'userId' | 'notificationId' | 'template' | 'data' | 'createdAt'
>

/** A message to send. `retryUntil`: when it is given up, in epoch milliseconds. */
export interface PreparedPush {
  message: PushMessage
  options: PushOptions
  retryUntil: number
}

/** Time for which retries are useful. A reminder that cannot be pushed is mailed soon. */
const RETRY_MS = { reminder: 3 * MINUTE, other: 6 * HOUR }

/** Time for which the push service keeps a message for an offline device; for a reminder, after the event's start. */
const KEPT_MS = { reminder: 15 * MINUTE, test: 5 * MINUTE, other: 24 * HOUR }

/**
 * Writes the message of a delivery from what the user may see now. Returns undefined if the message no longer applies:
 * the user has read the notification elsewhere, or may not read its event now.
 */
export async function preparePush(row: Row): Promise<PreparedPush | undefined> {
  const [user] = row.userId ? await db.select().from(users).where(eq(users.id, row.userId)) : []
  if (!user || !hasAccount(user) || user.deletedAt || user.suspendedAt) return undefined
  const texts: PushTexts = await pushTexts(user.locale)
  const reach = await loadReach(db, { kind: 'user', id: user.id })
  const { notifications: badge } = await unreadNotifications(db, reach, user.timeZone)
  const frame = {
    ...{ lang: texts.language, dir: directionOf(texts.language) },
    ...{ badge, user: user.id, event: null, buttons: [] },
  }
  if (row.template === 'test') return testPush(row, frame, texts)
  const [stored] = await db.execute<Columns<StoredNotification>>(sql`
    select ${notificationColumns} from notifications n
    where n.id = ${row.notificationId} and n.user_id = ${user.id} and n.read_at is null
      and not (n.dismissed_at is not null
        and exists (select 1 from deliveries d where d.notification_id = n.id and d.channel = 'in-app'))`)
  const [item] = stored ? await notificationItems(db, reach, user.timeZone, [stored]) : []
  if (!stored || !item) return undefined
  const options = optionsOf(stored, row.data as unknown as NotificationPushData)
  const [preferences] = await db
    .select({ hidesDetails: notificationPreferences.hidesPushDetails })
    .from(notificationPreferences)
    .where(eq(notificationPreferences.userId, user.id))
  if (preferences?.hidesDetails) {
    const body = texts.t(item.kind === 'reminder' ? 'hiddenReminder' : 'hiddenNotification')
    const message = { ...frame, title: 'Kinday', body, tag: options.topic, path: '/notifications' }
    return { ...retryOf(row), options, message: { ...message, event: item.eventId } }
  }
  const actor = { kind: 'user', id: user.id } as const
  const version =
    item.kind === 'reminder' && item.eventId
      ? await db.transaction((tx) => versionToComplete(tx, actor, item.eventId!))
      : null
  const { id, name, email, locale, timeZone, weekStart, hourCycle } = user
  const reader = { id, name, email, locale, timeZone, weekStart, hourCycle }
  return {
    ...{ ...retryOf(row), options },
    message: {
      ...{ ...frame, ...pushTextOf(item, await mailTexts(reader, Date.now())), tag: options.topic },
      ...{ event: item.eventId, buttons: buttonsOf(item, version, texts.t) },
    },
  }
}

type Frame = Pick<PushMessage, 'lang' | 'dir' | 'badge' | 'user' | 'event' | 'buttons'>

function testPush(row: Row, frame: Frame, { t }: PushTexts): PreparedPush {
  const options = { ttlSeconds: KEPT_MS.test / 1000, urgency: 'high' as const, topic: 'test' }
  const message = { ...frame, title: t('testTitle'), body: t('testBody'), tag: 'test' }
  return {
    options,
    message: { ...message, path: '/settings/notifications' },
    retryUntil: row.createdAt.getTime() + RETRY_MS.reminder,
  }
}

function retryOf({ data }: Row): { retryUntil: number } {
  const { kind, dueAt } = data as unknown as NotificationPushData
  return { retryUntil: dueAt + (kind === 'reminder' ? RETRY_MS.reminder : RETRY_MS.other) }
}

/**
 * Returns how a message is sent. A reminder has the topic of its occurrence, so that a reminder after a snooze, or
 * after the event was moved, replaces the earlier one on the push service and on the device.
 */
function optionsOf(row: StoredNotification, { dueAt }: NotificationPushData): PushOptions {
  const isReminder = row.kind === 'reminder'
  const keptUntil = isReminder
    ? Math.max(row.startsAt ?? dueAt, dueAt) + KEPT_MS.reminder
    : dueAt + KEPT_MS.other
  return {
    ttlSeconds: Math.max(60, Math.round((keptUntil - Date.now()) / 1000)),
    urgency: isReminder
      ? 'high'
      : row.kind === 'joined' || row.kind === 'calendar-changed'
        ? 'low'
        : 'normal',
    topic: opaqueId(
      isReminder && row.eventId ? `reminder ${row.eventId} ${row.recurrenceId}` : `notification ${row.id}`,
    ),
  }
}
