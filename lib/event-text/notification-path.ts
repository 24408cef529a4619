import { DAY, dayOf } from '@/lib/calendar/day'
import type { NotificationItem } from '@/lib/schemas/notifications'

/** Returns the path that opens what a notification is about. */
export function notificationPath({ openAt, where }: Pick<NotificationItem, 'openAt' | 'where'>): string {
  if (!openAt) return where?.href ?? '/notifications'
  const search = new URLSearchParams({
    event: openAt.id,
    ...(openAt.occurrence && { occurrence: openAt.occurrence }),
  })
  return `/calendar/month/${dayOf(Math.floor(openAt.start / DAY))}?${search}`
}
