'use client'

import { CheckCheck, Settings } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { useChangeContext } from '@/components/history/change-context'
import { useHydrated } from '@/components/ui/hydrated'
import { DAY } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { NotificationItem } from '@/lib/schemas/notifications'
import type { Viewer } from '@/lib/schemas/users'
import { useListKeys } from './list-keys'
import { Notification } from './notification'
import styles from './notifications.module.css'
import type { NotificationsState } from './use-notifications'

/** Notifications grouped by event, newest first, with buttons and keys to read and dismiss them. */
export function NotificationList({
  state,
  viewer,
  now,
}: {
  state: NotificationsState
  viewer: Viewer
  now: number
}) {
  const t = useTranslations('notifications')
  const isHydrated = useHydrated()
  const list = useRef<HTMLUListElement>(null)
  const context = useChangeContext(viewer, Math.floor(wallAt(now, viewer.timeZone) / DAY))
  const { items, hasMore, hasFailed } = state
  useListKeys(list, (id) => state.dismiss([id]))
  return (
    <>
      <div className={styles.tools}>
        {items?.length !== 0 && (
          <button
            type="button"
            className="button"
            disabled={!isHydrated || !items?.some(({ isRead }) => !isRead)}
            onClick={() => state.markAllRead()}
          >
            <CheckCheck size={16} aria-hidden /> {t('markAllRead')}
          </button>
        )}
        <a href="/settings/notifications" className="button quiet">
          <Settings size={16} aria-hidden /> {t('settings')}
        </a>
      </div>
      {hasFailed && <p role="alert">{t('failed')}</p>}
      {items === null ? (
        !hasFailed && <p role="status">{t('loading')}</p>
      ) : items.length === 0 ? (
        <div className="card empty">
          <h2>{t('empty')}</h2>
          <p className="muted">{t('emptyText')}</p>
        </div>
      ) : (
        <ul ref={list} className={styles.list}>
          {groupByEvent(items).map((group) => (
            <li key={group[0]!.id} className={styles.group}>
              <ul>
                {group.map((item) => (
                  <Notification key={item.id} {...{ item, viewer, now, context, state }} />
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <button type="button" className="button" disabled={!isHydrated} onClick={() => state.loadMore()}>
          {t('more')}
        </button>
      )}
      {Boolean(items?.length) && <p className={styles.keys}>{t('keys')}</p>}
    </>
  )
}

/** Groups notifications of the same event at the position of the newest one. */
function groupByEvent(items: readonly NotificationItem[]): NotificationItem[][] {
  const groups = new Map<string, NotificationItem[]>()
  for (const item of items) {
    const key = item.eventId ?? item.id
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()]
}
