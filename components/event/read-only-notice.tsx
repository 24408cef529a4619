import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { EventDetail } from '@/lib/schemas/event-detail'
import styles from './event.module.css'

/**
 * Tells editors of the calendar why they cannot change a synced event, and which settings of their own they can change.
 */
export function ReadOnlyNotice({ event: { readOnly, placeable } }: { event: EventDetail }) {
  const t = useTranslations('event')
  if (!readOnly || !placeable) return null
  return (
    <p className={styles.eventLine}>
      <Lock size={16} aria-hidden />{' '}
      <span>
        {t(`readOnly.${readOnly}`)}
        <br />
        <small>{t('readOnlyOwn')}</small>
      </span>
    </p>
  )
}
