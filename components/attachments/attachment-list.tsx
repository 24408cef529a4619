'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type Attachment, canShowInline, pathOfAttachment } from '@/lib/calendar/attachment'
import type { Viewer } from '@/lib/schemas/users'
import styles from './attachments.module.css'
import { FileIcon } from './file-icon'
import { formatBytes } from './format-bytes'
import { Lightbox } from './lightbox'

/** The files of an event: pictures open in a lightbox, PDF in a tab, others are downloaded. */
export function AttachmentList({
  attachments,
  viewer,
  onRemove,
}: {
  attachments: readonly Attachment[]
  viewer: Pick<Viewer, 'locale'>
  /** Removes an attachment; undefined for users who may not. */
  onRemove: ((attachment: Attachment) => void) | undefined
}) {
  const t = useTranslations('attachments')
  const [shown, setShown] = useState<string | null>(null)
  const pictures = attachments.filter(({ width }) => width !== null)
  const files = attachments.filter(({ width }) => width === null)
  return (
    <>
      <ul className={styles.list} aria-label={t('title')}>
        {[...pictures, ...files].map((attachment) => (
          <li key={attachment.id} className={attachment.width === null ? styles.file : styles.picture}>
            {attachment.width === null ? (
              <FileLink attachment={attachment} locale={viewer.locale} />
            ) : (
              <button
                type="button"
                aria-label={t('open', { name: attachment.name })}
                title={attachment.name}
                onClick={() => setShown(attachment.id)}
              >
                {/* biome-ignore lint/performance/noImgElement: a preview of the right size, behind a permission check */}
                <img src={pathOfAttachment(attachment.id, 'thumbnail')} alt="" loading="lazy" />
              </button>
            )}
            {onRemove && (
              <button
                type="button"
                className={`button quiet icon ${styles.remove}`}
                aria-label={t('remove', { name: attachment.name })}
                onClick={() => onRemove(attachment)}
              >
                <X size={16} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {shown && pictures.some(({ id }) => id === shown) && (
        <Lightbox pictures={pictures} shown={shown} onShow={setShown} onClose={() => setShown(null)} />
      )}
    </>
  )
}

function FileLink({ attachment, locale }: { attachment: Attachment; locale: string }) {
  const { id, name, type, bytes } = attachment
  const target = canShowInline(attachment)
    ? { href: pathOfAttachment(id, 'inline'), target: '_blank', rel: 'noopener' }
    : { href: pathOfAttachment(id), download: name }
  return (
    <a {...target} className={styles.link}>
      <FileIcon type={type} />
      <bdi>{name}</bdi>
      <small>{formatBytes(bytes, locale)}</small>
    </a>
  )
}
