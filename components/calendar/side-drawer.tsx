'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from '@/components/ui/dialog'
import { SideBar, type SideBarProps } from './side-bar'
import styles from './side-drawer.module.css'

/** The side bar as a dialog, on narrow screens. */
export function SideDrawer({ onClose, ...props }: SideBarProps & { onClose(): void }) {
  const t = useTranslations('calendar')
  return (
    <Dialog label={t('calendars')} onClose={onClose} className={styles.drawer}>
      <header className="dialog-head">
        <h2>{t('calendars')}</h2>
        <button type="button" className="button quiet icon" onClick={onClose} aria-label={t('close')}>
          <X size={18} aria-hidden />
        </button>
      </header>
      <div className={styles.content}>
        <SideBar
          {...props}
          onGo={(day) => {
            props.onGo(day)
            onClose()
          }}
        />
      </div>
    </Dialog>
  )
}
