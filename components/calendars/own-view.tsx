'use client'

import { useTranslations } from 'next-intl'
import { useOptimistic, useTransition } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { Switch } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import { toast } from '@/components/ui/toast'
import { updateCalendarSettings } from '@/lib/actions/calendars'
import type { Color } from '@/lib/calendar/palette'
import type { CalendarDetail } from '@/lib/schemas/calendars'

/** The user's own color and visibility for the calendar. */
export function OwnView({ calendar, onSaved }: { calendar: CalendarDetail; onSaved(): void }) {
  const t = useTranslations('calendarSettings')
  const [, start] = useTransition()
  const [settings, setOwn] = useOptimistic({ color: calendar.ownColor, hidden: calendar.hidden })
  const change = (patch: { color?: Color | null; hidden?: boolean }) =>
    start(async () => {
      setOwn({ ...settings, ...patch })
      const response = await updateCalendarSettings({ calendar: calendar.id, ...patch }).catch(() => null)
      if (!response?.ok) toast({ text: await refusalText(response, t('failed')) })
      onSaved()
    })
  return (
    <section className="card stack" aria-label={t('ownView')}>
      <h2>{t('ownView')}</h2>
      <p className="muted">{t('ownViewHint')}</p>
      <Swatches
        label={t('ownColor')}
        value={settings.color}
        inherited={{ color: calendar.color, label: t('ownColorNone') }}
        onChange={(color) => change({ color })}
      />
      <Switch
        label={t('shown')}
        checked={!settings.hidden}
        onChange={({ target }) => change({ hidden: !target.checked })}
      />
    </section>
  )
}
