'use client'

import { Copy, Trash2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import styles from './event-actions.module.css'

/** Toolbar with the actions on several selected events. */
export function SelectionBar({
  label,
  onDuplicate,
  onDelete,
  onClear,
}: {
  label: string
  onDuplicate(): void
  onDelete(): void
  onClear(): void
}) {
  const t = useTranslations('eventActions')
  return (
    <div className={styles.bar} role="toolbar" aria-label={label}>
      <span role="status">{label}</span>
      <button type="button" className="button quiet" onClick={onDuplicate}>
        <Copy size={16} aria-hidden /> {t('duplicate')}
      </button>
      <button type="button" className="button quiet" onClick={onDelete}>
        <Trash2 size={16} aria-hidden /> {t('delete')}
      </button>
      <button
        type="button"
        className="button quiet icon"
        onClick={onClear}
        aria-label={t('clear')}
        title={t('clear')}
      >
        <X size={16} aria-hidden />
      </button>
    </div>
  )
}
