'use client'

import { useTranslations } from 'next-intl'
import { type ClipboardEvent, type DragEvent, useId, useState } from 'react'
import { useErrorText } from '@/components/forms/use-error-text'
import { Avatar } from '@/components/ui/avatar'
import { useHydrated } from '@/components/ui/hydrated'
import { removePicture } from '@/lib/actions/pictures'
import { MAX_PICTURE_BYTES } from '@/lib/schemas/choices'
import styles from './picture.module.css'
import { type PictureResult, sendPicture } from './send-picture'

/** The picture of the user or a group: choose, drop, paste or remove it. Shows a preview during the upload. */
export function PictureField({
  label,
  group,
  avatar,
  onChanged,
}: {
  label: string
  /** Id of the group; without it the picture is the user's. */
  group?: string
  /** The current picture, with id, name and color for the placeholder. */
  avatar: { id: string; name: string; image: string | null; color?: string; isGroup?: true }
  onChanged(): void
}) {
  const t = useTranslations('picture')
  const errors = useErrorText()
  const isHydrated = useHydrated()
  const id = useId()
  const [image, setImage] = useState(avatar.image)
  const [preview, setPreview] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [status, setStatus] = useState<{ text: string; isError: boolean } | null>(null)

  const finish = (response: PictureResult, done: string) => {
    setBusy(false)
    setPreview(null)
    if (response.ok) {
      setImage(response.path)
      setStatus({ text: done, isError: false })
      onChanged()
    } else {
      const field = response.error.fields?.picture
      setStatus({ text: field ? errors.field(field) : errors.form(response.error), isError: true })
    }
  }

  const upload = async (file: File | null | undefined) => {
    if (!file || isBusy) return
    setStatus(null)
    if (file.size > MAX_PICTURE_BYTES) {
      const limit = MAX_PICTURE_BYTES / 1024 / 1024
      return setStatus({ text: errors.field({ code: 'too_large', limit }), isError: true })
    }
    const url = URL.createObjectURL(file)
    setPreview(url)
    setBusy(true)
    finish(await sendPicture(file, group), t('done'))
    URL.revokeObjectURL(url)
  }

  const remove = async () => {
    setBusy(true)
    setStatus(null)
    const response = await removePicture(group ? { group } : {}).catch(() => null)
    if (!response) return finish({ ok: false, error: { code: 'OFFLINE' } }, '')
    finish(response.ok ? { ok: true, path: null } : response, t('removed'))
  }

  return (
    <fieldset
      className={styles.pictureField}
      aria-busy={isBusy}
      onDragOver={(event: DragEvent) => event.preventDefault()}
      onDrop={(event: DragEvent) => {
        event.preventDefault()
        void upload(event.dataTransfer.files[0])
      }}
      onPaste={(event: ClipboardEvent) => void upload(event.clipboardData.files[0])}
    >
      <legend className="visually-hidden">{label}</legend>
      <Avatar {...avatar} image={preview ?? image} size="huge" />
      <div className={styles.pictureSide}>
        <div className="row">
          <input
            id={id}
            className="visually-hidden"
            type="file"
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
            disabled={!isHydrated || isBusy}
            onChange={({ target }) => {
              void upload(target.files?.[0])
              // Lets the user choose the same file again.
              target.value = ''
            }}
          />
          <label htmlFor={id} className="button">
            {t(image ? 'change' : 'choose')}
          </label>
          {image && (
            <button type="button" className="button quiet" disabled={!isHydrated || isBusy} onClick={remove}>
              {t('remove')}
            </button>
          )}
        </div>
        <p className={status?.isError ? 'error' : 'muted'} role="status">
          {isBusy ? t('sending') : (status?.text ?? t('hint'))}
        </p>
      </div>
    </fieldset>
  )
}
