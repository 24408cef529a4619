'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import type { Viewer } from '@/lib/schemas/users'
import { NotificationList } from './notification-list'
import styles from './notifications.module.css'
import { useNotifications } from './use-notifications'

/** The notifications in a dialog at the side. */
export function NotificationPanel({ viewer, onClose }: { viewer: Viewer; onClose(): void }) {
  const t = useTranslations('notifications')
  const [now] = useState(() => Date.now())
  const state = useNotifications(null)
  return (
    <Dialog label={t('title')} onClose={onClose} className={styles.panel}>
      <header className={styles.head}>
        <h2>{t('title')}</h2>
        <a href="/notifications">{t('showAll')}</a>
        <button type="button" className="button quiet icon" aria-label={t('close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </button>
      </header>
      <NotificationList state={state} viewer={viewer} now={now} />
    </Dialog>
  )
}
