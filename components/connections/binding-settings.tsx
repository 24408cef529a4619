'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { SelectField } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { updateBinding } from '@/lib/actions/sync'
import { isFeed } from '@/lib/schemas/account-name'
import { DETAIL_LEVELS } from '@/lib/schemas/choices'
import type { BindingHealth, ConnectionHealth } from '@/lib/schemas/sync-health'
import type { TwoWayEffects } from '@/lib/schemas/sync-log'
import { IntervalField } from './interval-field'
import { TwoWayQuestion } from './two-way-question'

type Patch = Omit<Parameters<typeof updateBinding>[0], 'binding'>

/** Direction, interval and visibility of a synced calendar. Each choice is saved at once. */
export function BindingSettings({
  binding: { id, calendar, direction, canWrite, intervalMinutes, placedIn, placedDetail },
  kind,
  calendars,
  twoWayEffects,
  source,
  onSaved,
}: {
  binding: BindingHealth
  kind: ConnectionHealth['kind']
  /** Calendars in which the events can be shown, too. */
  calendars: readonly { id: string; name: string }[]
  /** Effects of turning on two-way sync; null if it cannot be turned on. */
  twoWayEffects: TwoWayEffects | null
  source: string
  onSaved(): void
}) {
  const t = useTranslations('sync')
  const { busy, fieldError, formError, submit } = useSubmit()
  const save = (patch: Patch) =>
    void submit<object>(
      () => updateBinding({ binding: id, ...patch }, newKey()),
      () => {
        toast({ text: t('saved') })
        onSaved()
      },
    )
  const [isAsking, setAsking] = useState(false)
  const choose = (chosen: 'pull' | 'both') => {
    const isAsked = chosen === 'both' && twoWayEffects && Object.values(twoWayEffects).some(Boolean)
    setAsking(Boolean(isAsked))
    if (!isAsked) save({ direction: chosen })
  }
  const others = calendars.filter((other) => other.id !== calendar?.id)
  return (
    <section className="card stack" aria-labelledby="sync-settings" aria-busy={busy}>
      <h2 id="sync-settings">{t('settings')}</h2>
      {!isFeed({ kind }) && (
        <SelectField
          label={t('direction')}
          value={isAsking ? 'both' : direction}
          disabled={!canWrite}
          error={fieldError('direction')}
          {...(!canWrite && { hint: t('oneWayOnly') })}
          options={(['pull', 'both'] as const).map((value) => [value, t(`directions.${value}`)])}
          onChange={({ target }) => choose(target.value as 'pull' | 'both')}
        />
      )}
      {isAsking && twoWayEffects && (
        <TwoWayQuestion
          effects={twoWayEffects}
          source={source}
          onDecided={(isTurnedOn) => {
            setAsking(false)
            if (isTurnedOn) save({ direction: 'both' })
          }}
        />
      )}
      {kind === 'ics' && (
        <IntervalField minutes={intervalMinutes} onChange={(minutes) => save({ intervalMinutes: minutes })} />
      )}
      <SelectField
        label={t('placedIn')}
        hint={t('placedInHint')}
        value={placedIn?.id ?? ''}
        error={fieldError('placedIn')}
        options={[['', t('nowhere')], ...others.map(({ id, name }) => [id, name] as const)]}
        onChange={({ target }) => save({ placedIn: target.value || null })}
      />
      {placedIn && (
        <SelectField
          label={t('detail')}
          value={placedDetail ?? 'full'}
          options={DETAIL_LEVELS.map((level) => [level, t(`detailLevels.${level}`)])}
          onChange={({ target }) => save({ placedDetail: target.value as 'full' | 'title' | 'busy' })}
        />
      )}
      <FormError error={formError('direction', 'placedIn')} />
    </section>
  )
}
