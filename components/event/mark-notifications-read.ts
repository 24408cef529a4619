import { useEffect } from 'react'
import { useUnseen } from '@/components/shell/unseen-store'
import { NOTIFICATIONS_CHANGED } from '@/components/shell/watch-unseen'
import { usePageVisible } from '@/components/ui/page-visible'
import { markNotificationsRead } from '@/lib/actions/notifications'

/** Marks the notifications of an event as read while it is open on the screen. */
export function useMarkNotificationsRead(eventId: string): void {
  const isUnread = useUnseen().events.includes(eventId)
  const isVisible = usePageVisible()
  useEffect(() => {
    if (!isUnread || !isVisible) return
    markNotificationsRead({ which: { event: eventId } })
      .then(() => dispatchEvent(new Event(NOTIFICATIONS_CHANGED)))
      // On failure they stay unread until the event is opened again.
      .catch(() => {})
  }, [eventId, isUnread, isVisible])
}
