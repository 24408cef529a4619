'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type Ref, useEffect, useImperativeHandle, useRef, useState, useSyncExternalStore } from 'react'
import { attachFile, discardFile } from '@/lib/actions/attachments'
import type { Viewer } from '@/lib/schemas/users'
import { AddFiles } from './add-files'
import styles from './attachments.module.css'
import { limitsQueryOptions } from './limits-query'
import { UploadList } from './upload-list'
import { UploadQueue } from './upload-queue'
import { useFileTarget } from './use-file-target'

/** Methods of {@link DraftFiles} that the editor of a new event calls. */
export interface DraftFilesHandle {
  /** Waits for the uploads and attaches the files to the event. Returns whether all files were attached. */
  attachTo(event: string): Promise<boolean>
}

/**
 * Files of a new event: uploaded at once, attached when the event is saved, and discarded if the editor closes without
 * saving.
 */
export function DraftFiles({
  viewer,
  onChange,
  ref,
}: {
  viewer: Pick<Viewer, 'locale'>
  /** Receives the number of files. */
  onChange(count: number): void
  ref: Ref<DraftFilesHandle>
}) {
  const client = useQueryClient()
  const element = useRef<HTMLDivElement>(null)
  const [queue] = useState(
    () =>
      new UploadQueue({ countAttached: () => 0, loadLimits: () => client.fetchQuery(limitsQueryOptions) }),
  )
  const uploads = useSyncExternalStore(queue.subscribe, queue.getSnapshot, queue.getSnapshot)
  const isOver = useFileTarget(element, add)

  function add(files: File[]) {
    onChange(uploads.length + files.length)
    void queue.add(files)
  }

  useImperativeHandle(
    ref,
    () => ({
      async attachTo(event) {
        const files = await queue.settled()
        const isComplete = files.length === queue.getSnapshot().length
        if (!files.length) return isComplete
        const response = await attachFile({ event, files }).catch(() => null)
        if (response?.ok) queue.clear()
        return isComplete && (response?.ok ?? false)
      },
    }),
    [queue],
  )
  useEffect(() => () => discard(queue.clear()), [queue])

  return (
    <div ref={element} className={styles.section} data-over={isOver || undefined}>
      <UploadList
        uploads={uploads}
        viewer={viewer}
        onRemove={({ key }) => {
          const draft = queue.remove(key)
          if (draft) discard([draft])
          onChange(uploads.length - 1)
        }}
        onRetry={({ key }) => queue.retry(key)}
      />
      <AddFiles viewer={viewer} hasHint onFiles={add} />
    </div>
  )
}

/** Deletes drafts. If that fails, a job deletes them after a day. */
function discard(files: readonly string[]): void {
  for (const file of files) void discardFile({ file }).catch(() => {})
}
