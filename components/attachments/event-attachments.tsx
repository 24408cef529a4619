'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRef, useState, useSyncExternalStore } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { useUnsaved } from '@/components/forms/unsaved'
import { useAfterSave } from '@/components/live/after-save'
import type { Live } from '@/components/live/live'
import { Confirm } from '@/components/ui/confirm'
import { useLeaveGuard } from '@/components/ui/leave-guard'
import { toast } from '@/components/ui/toast'
import { detachFile } from '@/lib/actions/attachments'
import type { Attachment } from '@/lib/calendar/attachment'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'
import { AddFiles } from './add-files'
import { AttachmentList } from './attachment-list'
import styles from './attachments.module.css'
import { limitsQueryOptions } from './limits-query'
import { UploadList } from './upload-list'
import { isPending, UploadQueue } from './upload-queue'
import { useFileTarget } from './use-file-target'

export interface EventAttachmentsProps {
  event: Pick<EventDetail, 'id' | 'attachments' | 'editable'>
  viewer: Pick<Viewer, 'locale'>
  live: Live
}

/** The attachments of an event. Users who may edit it add and remove files, which are saved at once. */
export function EventAttachments({ event, viewer, live }: EventAttachmentsProps) {
  const { attachments, editable } = event
  return (
    <section className={styles.section}>
      {editable ? (
        <EditableAttachments event={event} viewer={viewer} live={live} />
      ) : (
        <AttachmentList attachments={attachments} viewer={viewer} onRemove={undefined} />
      )}
    </section>
  )
}

function EditableAttachments({ event, viewer, live }: EventAttachmentsProps) {
  const { id, attachments } = event
  const t = useTranslations('attachments')
  const client = useQueryClient()
  const afterSave = useAfterSave(live)
  const element = useRef<HTMLDivElement>(null)
  const count = useRef(attachments.length)
  count.current = attachments.length
  const [status, setStatus] = useState('')
  const [queue] = useState(
    () =>
      new UploadQueue({
        event: id,
        countAttached: () => count.current,
        loadLimits: () => client.fetchQuery(limitsQueryOptions),
        onAttached: (name) => {
          setStatus(t('added', { name }))
          void client.invalidateQueries({ queryKey: ['event'] })
          void client.invalidateQueries({ queryKey: ['attachment-limits'] })
        },
      }),
  )
  const uploads = useSyncExternalStore(queue.subscribe, queue.getSnapshot, queue.getSnapshot)
  const isUploading = uploads.some(isPending)
  useUnsaved(isUploading)
  const [leaving, setLeaving] = useState<{ leave(): void } | null>(null)
  useLeaveGuard(isUploading, (leave) => setLeaving({ leave }))
  const add = (files: File[]) => void queue.add(files)
  const isOver = useFileTarget(element, add)

  const remove = async ({ id, name }: Attachment) => {
    // The button disappears with its attachment.
    element.current?.querySelector<HTMLElement>('input')?.focus()
    const response = await detachFile({ id }, newKey()).catch(() => null)
    if (response?.ok) afterSave(response, t('removed', { name }), { staysOpen: true })
    else
      toast({ text: await refusalText(response, t(response ? 'notRemoved' : 'notRemovedOffline', { name })) })
  }

  return (
    <div ref={element} className={styles.section} data-over={isOver || undefined}>
      {attachments.length > 0 && (
        <AttachmentList
          attachments={attachments}
          viewer={viewer}
          onRemove={(attachment) => void remove(attachment)}
        />
      )}
      <UploadList
        uploads={uploads}
        viewer={viewer}
        onRemove={({ key }) => queue.remove(key)}
        onRetry={({ key }) => queue.retry(key)}
      />
      {leaving && isUploading && (
        <Confirm
          question={t('leave')}
          yes={t('stopUploads')}
          no={t('keepUploading')}
          onYes={() => {
            queue.clear()
            leaving.leave()
          }}
          onNo={() => setLeaving(null)}
        />
      )}
      <AddFiles viewer={viewer} onFiles={add} />
      <p className="visually-hidden" role="status">
        {status}
      </p>
    </div>
  )
}
