'use client'

import { Bell } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Suspense, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import { toast } from '@/components/ui/toast'
import type { OwnSectionProps } from './own-section'
import styles from './own-section.module.css'

const OwnSection = later(
  () => import('./own-section').then((all) => all.OwnSection),
  ['alarms', 'errors', 'palette'],
)

/** Disclosure of the viewer's own alarms and settings of an event, which are loaded when it opens. */
export function OwnDisclosure(props: OwnSectionProps) {
  const t = useTranslations('event')
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className={styles.summary}>
        <Bell size={16} aria-hidden /> {t('forYou')}
      </summary>
      {isOpen && (
        <LoadBoundary
          onFail={() => {
            setOpen(false)
            toast({ text: t('notLoaded') })
          }}
        >
          <Suspense>
            <OwnSection {...props} />
          </Suspense>
        </LoadBoundary>
      )}
    </details>
  )
}
