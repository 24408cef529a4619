'use client'

import { RotateCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { Viewer } from '@/lib/schemas/users'
import styles from './attachments.module.css'
import { FileIcon } from './file-icon'
import { formatBytes } from './format-bytes'
import { isPending, type Upload, type UploadError } from './upload-queue'

/** Files that are being uploaded, with progress, errors that name the file, and a button to cancel or remove each. */
export function UploadList({
  uploads,
  viewer,
  onRemove,
  onRetry,
}: {
  uploads: readonly Upload[]
  viewer: Pick<Viewer, 'locale'>
  onRemove(upload: Upload): void
  onRetry(upload: Upload): void
}) {
  const t = useTranslations('attachments')
  if (!uploads.length) return null
  return (
    <ul className={styles.uploads} aria-label={t('uploads')}>
      {uploads.map((upload) => {
        const { key, file, progress, error } = upload
        const { name } = file
        return (
          <li key={key} className={styles.upload}>
            <UploadPicture file={file} />
            <div>
              <bdi>{name}</bdi>
              {isPending(upload) && (
                <progress value={progress} aria-label={t('uploading', { name })}>
                  {Math.round(progress * 100)} %
                </progress>
              )}
              {error && (
                <p className="error" role="alert">
                  {errorText(error, name, viewer.locale, t)}
                </p>
              )}
            </div>
            {error && CAN_RETRY.has(error.code) && (
              <button
                type="button"
                className="button quiet icon"
                aria-label={t('retry', { name })}
                onClick={() => onRetry(upload)}
              >
                <RotateCw size={16} aria-hidden />
              </button>
            )}
            <button
              type="button"
              className="button quiet icon"
              aria-label={t(isPending(upload) ? 'cancel' : 'remove', { name })}
              onClick={() => onRemove(upload)}
            >
              <X size={16} aria-hidden />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

const CAN_RETRY = new Set<UploadError['code']>(['busy', 'offline', 'failed'])

function errorText(
  { code, limit }: UploadError,
  name: string,
  locale: string,
  t: ReturnType<typeof useTranslations<'attachments'>>,
): string {
  const size = limit === undefined ? '' : formatBytes(limit, locale)
  switch (code) {
    case 'too-large':
      return size ? t('errors.tooLarge', { name, size }) : t('errors.tooLargeForServer', { name })
    case 'too-many':
      return t('errors.tooMany', { name, count: limit ?? 0 })
    case 'quota':
      return t('errors.quota', { name, size })
    case 'signed-out':
      return t('errors.signedOut', { name })
    default:
      return t(`errors.${code}`, { name })
  }
}

/** A preview of a picture from this device, or an icon. */
function UploadPicture({ file }: { file: File }) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!/^image\/(jpeg|png|webp|gif|avif)$/.test(file.type)) return
    const created = URL.createObjectURL(file)
    setUrl(created)
    return () => URL.revokeObjectURL(created)
  }, [file])
  return (
    <span className={styles.uploadPicture}>
      {/* biome-ignore lint/performance/noImgElement: a file of this device */}
      {url ? <img src={url} alt="" onError={() => setUrl(null)} /> : <FileIcon type={file.type} />}
    </span>
  )
}
