'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Live } from '@/components/live/live'
import { SelectField, Switch, TextArea } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import { toast } from '@/components/ui/toast'
import { setLayer } from '@/lib/actions/layers'
import type { Color } from '@/lib/calendar/palette'
import { MAX_NOTE_LENGTH } from '@/lib/schemas/choices'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventLayer } from '@/lib/schemas/layers'
import { layerInput } from './layer-query'

const BUSY_CHOICES = ['inherit', 'busy', 'free'] as const

/** The viewer's own color, busy state and note of an event, and whether it is muted or hidden for them. */
export function LayerFields({
  event,
  layer,
  target,
  live,
  onSaved,
}: {
  event: EventDetail
  layer: EventLayer
  /** The occurrence that the settings are for; null for the series. */
  target: string | null
  live: Live
  onSaved(): void
}) {
  const t = useTranslations('alarms')
  const [note, setNote] = useState(layer.note)
  const save = async (patch: Parameters<typeof setLayer>[0]['patch'], text = t('saved')) => {
    const response = await setLayer({ ...layerInput(event, target), patch }).catch(() => null)
    if (!response?.ok) return toast({ text: t('notSaved') })
    live.markSeen(response.seqs)
    onSaved()
    toast({ text })
  }
  const busy = layer.busy === null ? 'inherit' : layer.busy ? 'busy' : 'free'
  return (
    <>
      <Swatches<Color | null>
        label={t('color')}
        value={layer.color}
        inherited={{ color: event.color ?? 'slate', label: t('eventColor') }}
        onChange={(color) => void save({ color })}
      />
      <SelectField
        label={t('busy')}
        value={busy}
        onChange={({ target }) =>
          void save({ busy: target.value === 'inherit' ? null : target.value === 'busy' })
        }
        options={BUSY_CHOICES.map((choice) => [choice, t(`busyChoices.${choice}`)])}
      />
      <TextArea
        label={t('note')}
        rows={2}
        maxLength={MAX_NOTE_LENGTH}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      {note !== layer.note && (
        <button type="button" className="button" onClick={() => void save({ note })}>
          {t('saveNote')}
        </button>
      )}
      <Switch
        label={t('mute')}
        checked={layer.muted}
        onChange={({ target }) => void save({ muted: target.checked })}
      />
      <Switch
        label={t('hide')}
        checked={layer.hidden}
        onChange={({ target }) =>
          void save({ hidden: target.checked }, target.checked ? t('hidden') : undefined)
        }
      />
    </>
  )
}
