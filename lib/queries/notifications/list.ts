import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { memberColors } from '@/lib/access/member-colors'
import type { Reach } from '@/lib/access/reach'
import type { Zone } from '@/lib/calendar/zones/zone'
import {
  NOTIFICATIONS_PAGE_SIZE,
  type NotificationItem,
  type NotificationsOutput,
} from '@/lib/schemas/notifications'
import { notificationItems } from './items'
import { notificationColumns, type StoredNotification } from './stored-notification'

/** Maximum count of unread notifications; the bell shows it as "99+". */
const MAX_COUNTED = 100

/** Returns the user's notifications, newest first. `before`: the last notification of the previous page. */
export async function notificationList(
  db: Db,
  reach: Reach,
  zone: Zone,
  before?: string,
): Promise<NotificationsOutput> {
  const earlier = before
    ? sql`and (n.created_at, n.id) < (select b.created_at, b.id from notifications b
        where b.id = ${before} and b.user_id = ${reach.userId})`
    : sql``
  const rows = await storedNotifications(db, reach, earlier, NOTIFICATIONS_PAGE_SIZE + 1)
  const page = rows.slice(0, NOTIFICATIONS_PAGE_SIZE)
  const items = await notificationItems(db, reach, zone, page)
  const colors = await memberColors(
    db,
    reach.userId,
    items.flatMap(({ by }) => by?.id ?? []),
  )
  const withColor = (item: NotificationItem) => {
    const color = item.by && colors.get(item.by.id)
    return color ? { ...item, by: { ...item.by!, color } } : item
  }
  return { items: items.map(withColor), hasMore: rows.length > page.length }
}

/** Returns the number of unread notifications that the user may read, and their events. */
export async function unreadNotifications(
  db: Db,
  reach: Reach,
  zone: Zone,
): Promise<{ notifications: number; events: string[] }> {
  const rows = await storedNotifications(db, reach, sql`and n.read_at is null`, MAX_COUNTED)
  const items = await notificationItems(db, reach, zone, rows)
  return {
    notifications: items.length,
    events: [...new Set(items.flatMap(({ eventId }) => eventId ?? []))],
  }
}

async function storedNotifications(
  db: Db,
  { userId }: Reach,
  which: SQL,
  limit: number,
): Promise<StoredNotification[]> {
  return await db.execute<Columns<StoredNotification>>(sql`
    select ${notificationColumns} from notifications n
    where n.user_id = ${userId} and n.dismissed_at is null ${which}
    order by n.created_at desc, n.id desc limit ${limit}`)
}
