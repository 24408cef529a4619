'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, Suspense, useState } from 'react'
import type { EventAttachmentsProps } from '@/components/attachments/event-attachments'
import { LoadBoundary, later } from '@/components/shell/later'
import { toast } from '@/components/ui/toast'

const EventAttachments = later(
  () => import('@/components/attachments/event-attachments').then((all) => all.EventAttachments),
  ['attachments'],
)

/** The attachments of an event, whose script is loaded when there are some or the viewer may add them. */
export function AttachmentsSection(props: EventAttachmentsProps) {
  const { attachments, editable } = props.event
  if (!editable && !attachments.length) return null
  return (
    <LoadedSection>
      <EventAttachments {...props} />
    </LoadedSection>
  )
}

/** Renders a section once its script is loaded. If loading fails, a message is shown and the section is left out. */
export function LoadedSection({ children }: { children: ReactNode }) {
  const t = useTranslations('event')
  const [hasFailed, setFailed] = useState(false)
  if (hasFailed) return null
  return (
    <LoadBoundary
      onFail={() => {
        setFailed(true)
        toast({ text: t('notLoaded') })
      }}
    >
      <Suspense>{children}</Suspense>
    </LoadBoundary>
  )
}
