'use client'

import { useQuery } from '@tanstack/react-query'
import { Camera, Paperclip } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useId } from 'react'
import type { Viewer } from '@/lib/schemas/users'
import styles from './attachments.module.css'
import { formatBytes } from './format-bytes'
import { limitsQueryOptions } from './limits-query'

/** Buttons to choose files and, on devices with touch, to take a photo. */
export function AddFiles({
  viewer,
  hasHint = false,
  onFiles,
}: {
  viewer: Pick<Viewer, 'locale'>
  /** Whether to show the limits. */
  hasHint?: boolean
  onFiles(files: File[]): void
}) {
  const t = useTranslations('attachments')
  const { data: limits } = useQuery(limitsQueryOptions)
  const id = useId()
  const onChange = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])])
    // Lets the user choose the same file again.
    target.value = ''
  }
  return (
    <div className={styles.add}>
      <input id={`${id}files`} className="visually-hidden" type="file" multiple onChange={onChange} />
      <label htmlFor={`${id}files`} className="button quiet">
        <Paperclip size={16} aria-hidden /> {t('add')}
      </label>
      <input
        id={`${id}camera`}
        className={`visually-hidden ${styles.camera}`}
        type="file"
        accept="image/*"
        capture="environment"
        onChange={onChange}
      />
      <label htmlFor={`${id}camera`} className={`button quiet ${styles.camera}`}>
        <Camera size={16} aria-hidden /> {t('camera')}
      </label>
      {hasHint && limits && (
        <p className="hint">
          {t('hint', { count: limits.perEvent, size: formatBytes(limits.bytes, viewer.locale) })}
        </p>
      )}
    </div>
  )
}
