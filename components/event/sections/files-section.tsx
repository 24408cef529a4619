'use client'

import { useQuery } from '@tanstack/react-query'
import type { Ref } from 'react'
import type { DraftFilesHandle } from '@/components/attachments/draft-files'
import type { Live } from '@/components/live/live'
import { later } from '@/components/shell/later'
import type { EventDetail } from '@/lib/schemas/event-detail'
import { AttachmentsSection, LoadedSection } from '../attachments-section'
import { eventQueryOptions } from '../event-query'
import type { SectionProps } from './section-props'

const DraftFiles = later(
  () => import('@/components/attachments/draft-files').then((all) => all.DraftFiles),
  ['attachments'],
)

/**
 * Files of an event. Those of a new event are attached when it is saved. Those of an existing event are saved at once,
 * as in the dialog that shows the event: they are not part of the content that the editor saves.
 */
export function FilesSection({
  event,
  viewer,
  live,
  onFiles,
  ref,
}: Pick<SectionProps, 'event' | 'viewer'> & {
  live: Live
  /** Receives the number of files of a new event. */
  onFiles(count: number): void
  ref: Ref<DraftFilesHandle>
}) {
  if (event) return <SavedFiles event={event} viewer={viewer} live={live} />
  return (
    <LoadedSection>
      <DraftFiles viewer={viewer} onChange={onFiles} ref={ref} />
    </LoadedSection>
  )
}

/** Attachments of an existing event, which the dialog has loaded. Shows added and removed files at once. */
function SavedFiles({
  event,
  ...props
}: { event: EventDetail } & Pick<SectionProps, 'viewer'> & { live: Live }) {
  const { data } = useQuery({
    ...eventQueryOptions(event.id, event.occurrence ?? 0),
    // Fetched again only after a file was added or removed.
    ...{ initialData: event, staleTime: Number.POSITIVE_INFINITY },
  })
  return <AttachmentsSection {...props} event={{ ...event, attachments: data.attachments }} />
}
