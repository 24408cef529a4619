'use client'

import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { type Attachment, pathOfAttachment } from '@/lib/calendar/attachment'
import styles from './lightbox.module.css'

/** Shows pictures one at a time. The arrow keys show the previous or next one, in reading direction. */
export function Lightbox({
  pictures,
  shown,
  onShow,
  onClose,
}: {
  pictures: readonly Attachment[]
  /** Id of the picture that is shown. */
  shown: string
  onShow(id: string): void
  onClose(): void
}) {
  const t = useTranslations('attachments')
  const at = pictures.findIndex(({ id }) => id === shown)
  const picture = pictures[at]!
  const page = (step: number) => {
    const next = pictures[at + step]
    if (next) onShow(next.id)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const forwards = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    if (event.key === 'ArrowRight') page(forwards)
    if (event.key === 'ArrowLeft') page(-forwards)
  }
  return (
    <Dialog label={picture.name} onClose={onClose} className={styles.lightbox}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons within */}
      <div className={styles.frame} onKeyDown={onKeyDown}>
        <header className={styles.head}>
          <h2>
            <bdi>{picture.name}</bdi>
          </h2>
          <a
            className="button quiet icon"
            href={pathOfAttachment(picture.id)}
            download={picture.name}
            aria-label={t('download', { name: picture.name })}
          >
            <Download size={18} aria-hidden />
          </a>
          <button
            type="button"
            className="button quiet icon"
            aria-label={t('close')}
            onClick={onClose}
            data-autofocus
          >
            <X size={18} aria-hidden />
          </button>
        </header>
        {/* biome-ignore lint/performance/noImgElement: a preview of the right size, behind a permission check */}
        <img
          key={picture.id}
          src={pathOfAttachment(picture.id, 'preview')}
          alt={picture.name}
          width={picture.width ?? undefined}
          height={picture.height ?? undefined}
        />
        {pictures.length > 1 && (
          <footer className={styles.foot}>
            <button
              type="button"
              className="button quiet icon"
              aria-label={t('previous')}
              aria-disabled={at === 0}
              onClick={() => page(-1)}
            >
              <ChevronLeft size={18} className="flips" aria-hidden />
            </button>
            <p role="status">{t('position', { position: at + 1, count: pictures.length })}</p>
            <button
              type="button"
              className="button quiet icon"
              aria-label={t('next')}
              aria-disabled={at === pictures.length - 1}
              onClick={() => page(1)}
            >
              <ChevronRight size={18} className="flips" aria-hidden />
            </button>
          </footer>
        )}
      </div>
    </Dialog>
  )
}
