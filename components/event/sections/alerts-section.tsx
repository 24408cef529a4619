'use client'

import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { LayerDisclosure } from '@/components/event/layer-disclosure'
import type { Live } from '@/components/live/live'
import { later } from '@/components/shell/later'
import type { Alarm } from '@/lib/calendar/alarms/alarm'
import { LaterDisclosure } from '../later-disclosure'
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
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in a field must not save the event
    <div onKeyDown={preventSubmitByEnter}>
      {event ? (
        <LayerDisclosure event={event} viewer={viewer} live={live} />
      ) : (
        <LaterDisclosure label={t('alerts')}>
          <NewAlarms form={form} viewer={viewer} alarms={alarms} onChange={onAlarms} />
        </LaterDisclosure>
      )}
    </div>
  )
}

function preventSubmitByEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}
