'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AlarmList } from '@/components/alarms/alarm-list'
import { useLatestSave } from '@/components/alarms/use-latest-save'
import type { Live } from '@/components/live/live'
import { refetchRanges } from '@/components/live/ranges'
import { setEventAlarms } from '@/lib/actions/layers'
import type { Alarm } from '@/lib/calendar/alarms/alarm'
import { HOUR } from '@/lib/calendar/day'
import { instantsOf } from '@/lib/calendar/span'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventLayer, EventLayers } from '@/lib/schemas/layers'
import type { Viewer } from '@/lib/schemas/users'
import { alarmInput } from './alarm-input'
import { LayerFields } from './layer-fields'
import styles from './layer-form.module.css'
import { layerInput, layerQueryOptions } from './layer-query'

export interface LayerFormProps {
  event: EventDetail
  viewer: Viewer
  live: Live
}

/**
 * The viewer's own settings of an event or one of its occurrences: alarms, color, busy state and note. Nobody else sees
 * them. Each change is saved immediately.
 */
export function LayerForm({ event, viewer, live }: LayerFormProps) {
  const t = useTranslations('alarms')
  const occurrence = event.series ? event.occurrence : null
  const { data, error } = useQuery(layerQueryOptions(event.id, occurrence))
  const [scope, setScope] = useState<'this' | 'all'>('this')
  if (!data) {
    return (
      <p className="muted" role="status">
        {t(error ? 'notLoaded' : 'loading')}
      </p>
    )
  }
  const target = occurrence && scope === 'this' ? occurrence : null
  return (
    <div className={styles.own}>
      <p className="muted">{t('ownHint')}</p>
      {occurrence && (
        <select
          className="input"
          aria-label={t('scope')}
          value={scope}
          onChange={({ target }) => setScope(target.value as 'this' | 'all')}
        >
          <option value="this">{t('scopes.this')}</option>
          <option value="all">{t('scopes.all')}</option>
        </select>
      )}
      <Fields key={target} event={event} viewer={viewer} live={live} layers={data} target={target} />
    </div>
  )
}

function Fields({
  event,
  viewer,
  live,
  layers,
  target,
}: LayerFormProps & { layers: EventLayers; target: string | null }) {
  const t = useTranslations('alarms')
  const client = useQueryClient()
  const layer: EventLayer = (target === null ? layers.event : layers.occurrence) ?? layers.event
  const inherited = (target === null ? null : layers.event.alarms) ?? layers.defaults
  const refetchLayer = () => {
    void client.invalidateQueries({ queryKey: ['own', event.id] })
    refetchRanges(client)
  }
  const { value, save, error } = useLatestSave<readonly Alarm[] | null>(
    layer.alarms,
    (alarms) =>
      setEventAlarms({
        ...layerInput(event, target),
        alarms: alarms?.map(alarmInput) ?? null,
      }),
    refetchLayer,
  )
  const start = instantsOf(event.span, viewer.timeZone).from
  return (
    <>
      <AlarmList
        label={t('title')}
        list={event.span.type === 'all-day' ? 'allDay' : 'timed'}
        alarms={value ?? inherited}
        viewer={viewer}
        error={error}
        absoluteTime={start - HOUR}
        onChange={(alarms) => void save(alarms)}
      />
      {value === null ? (
        <p className="muted">{t('defaultEvent')}</p>
      ) : (
        <button type="button" className="button quiet" onClick={() => void save(null)}>
          {t('useDefaults')}
        </button>
      )}
      <LayerFields event={event} layer={layer} target={target} live={live} onSaved={refetchLayer} />
    </>
  )
}
