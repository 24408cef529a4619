'use client'

import { Bell } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, Suspense, useState } from 'react'
import type { Live } from '@/components/live/live'
import { LoadBoundary, later } from '@/components/shell/later'
import { toast } from '@/components/ui/toast'
import type { Alarm } from '@/lib/calendar/alarms/alarm'
import { OwnDisclosure } from '../own-disclosure'
import styles from '../own-section.module.css'
import type { SectionProps } from './section-props'

const NewAlarms = later(() => import('../new-alarms').then((all) => all.NewAlarms), ['alarms'])

/**
 * Edits the viewer's own alarms. Those of a new event are saved with it. Those of an existing event are saved at once,
 * since alarms are not part of the event.
 */
export function AlertsSection({
  form,
  event,
  viewer,
  live,
  alarms,
  onAlarms,
}: Pick<SectionProps, 'form' | 'event' | 'viewer'> & {
  live: Live
  alarms: readonly Alarm[] | null
  onAlarms(alarms: readonly Alarm[]): void
}) {
  const t = useTranslations('event')
  const [isOpen, setOpen] = useState(false)
  if (event) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: Enter in a field must not save the event
      <div onKeyDown={preventSubmitByEnter}>
        <OwnDisclosure event={event} viewer={viewer} live={live} />
      </div>
    )
  }
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)} onKeyDown={preventSubmitByEnter}>
      <summary className={styles.summary}>
        <Bell size={16} aria-hidden /> {t('alerts')}
      </summary>
      {isOpen && (
        <LoadBoundary
          onFail={() => {
            setOpen(false)
            toast({ text: t('notLoaded') })
          }}
        >
          <Suspense>
            <NewAlarms form={form} viewer={viewer} alarms={alarms} onChange={onAlarms} />
          </Suspense>
        </LoadBoundary>
      )}
    </details>
  )
}

function preventSubmitByEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}
