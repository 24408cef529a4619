'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import { Suspense, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import styles from '@/components/shell/nav.module.css'
import { NavLink } from '@/components/shell/nav-link'
import { useUnseen } from '@/components/shell/unseen-store'
import { Bell as BellIcon } from '@/components/ui/icons'
import type { Viewer } from '@/lib/schemas/users'

const Panel = later(
  () => import('./panel').then((all) => all.NotificationPanel),
  ['event', 'history', 'notifications', 'palette', 'repeat'],
)

/**
 * Link to the notifications, with the number of unread ones. Opens them in a dialog; on phones and without scripts as a
 * page.
 */
export function NotificationBell({ viewer }: { viewer: Viewer }) {
  const t = useTranslations('nav')
  const { notifications: count } = useUnseen()
  const [isOpen, setOpen] = useState(false)
  return (
    <li className={styles.bell}>
      <NavLink
        href="/notifications"
        onClick={(event) => {
          if (matchMedia('(max-width: 760px)').matches || location.pathname === '/notifications') return
          event.preventDefault()
          setOpen(true)
        }}
      >
        <BellIcon size={18} /> <span className={styles.wide}>{t('notifications')}</span>
        <span className={styles.narrow}>{t('notificationsShort')}</span>
        {count > 0 && (
          <span className={styles.count}>
            <span aria-hidden>{count > 99 ? '99+' : count}</span>
            <span className="visually-hidden">{t('unread', { count })}</span>
          </span>
        )}
      </NavLink>
      {isOpen && (
        <LoadBoundary onFail={() => location.assign('/notifications')}>
          <Suspense>
            <Panel viewer={viewer} onClose={() => setOpen(false)} />
          </Suspense>
        </LoadBoundary>
      )}
    </li>
  )
}
