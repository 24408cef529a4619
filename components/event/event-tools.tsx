'use client'

import { Pencil, Trash2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { prefetchEditorHandlers } from './editor'
import styles from './event.module.css'

/** Buttons to edit, delete and close an event. */
export function EventTools({
  editable,
  isBusy,
  onEdit,
  onDelete,
  onClose,
}: {
  editable: boolean
  isBusy: boolean
  onEdit(): void
  onDelete(): void
  onClose(): void
}) {
  const t = useTranslations('event')
  return (
    <header className={styles.eventTools}>
      {editable && (
        <>
          <button
            type="button"
            className="button quiet icon"
            onClick={onEdit}
            aria-label={t('edit')}
            {...prefetchEditorHandlers}
          >
            <Pencil size={17} aria-hidden />
          </button>
          <button
            type="button"
            className="button quiet icon"
            aria-disabled={isBusy}
            onClick={onDelete}
            aria-label={t('delete')}
          >
            <Trash2 size={17} aria-hidden />
          </button>
        </>
      )}
      <button type="button" className="button quiet icon" onClick={onClose} aria-label={t('close')}>
        <X size={18} aria-hidden />
      </button>
    </header>
  )
}
