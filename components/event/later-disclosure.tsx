'use client'

import { Bell, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, Suspense, useState } from 'react'
import { LoadBoundary } from '@/components/shell/later'
import { toast } from '@/components/ui/toast'
import styles from './layer-form.module.css'

/**
 * Disclosure, by default of alerts, whose content is loaded when it opens. If loading fails, it closes and a message is
 * shown.
 */
export function LaterDisclosure({
  label,
  Icon = Bell,
  children,
}: {
  label: string
  Icon?: LucideIcon
  children: ReactNode
}) {
  const t = useTranslations('event')
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className={styles.summary}>
        <Icon size={16} aria-hidden /> {label}
      </summary>
      {isOpen && (
        <LoadBoundary
          onFail={() => {
            setOpen(false)
            toast({ text: t('notLoaded') })
          }}
        >
          <Suspense>{children}</Suspense>
        </LoadBoundary>
      )}
    </details>
  )
}
