'use client'

import type { Ref } from 'react'
import type { DraftFilesHandle } from '@/components/attachments/draft-files'
import { later } from '@/components/shell/later'
import { LoadedSection } from '../attachments-section'
import type { SectionProps } from './section-props'

const DraftFiles = later(
  () => import('@/components/attachments/draft-files').then((all) => all.DraftFiles),
  ['attachments'],
)

/** Files of a new event. Those of an existing event are added in its dialog, since they are not part of the event. */
export function FilesSection({
  event,
  viewer,
  onFiles,
  ref,
}: Pick<SectionProps, 'event' | 'viewer'> & { onFiles(count: number): void; ref: Ref<DraftFilesHandle> }) {
  if (event) return null
  return (
    <LoadedSection>
      <DraftFiles viewer={viewer} onChange={onFiles} ref={ref} />
    </LoadedSection>
  )
}
