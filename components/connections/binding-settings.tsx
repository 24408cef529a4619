'use client'

import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { SelectField } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { updateBinding } from '@/lib/actions/sync'
import { isFeed } from '@/lib/schemas/account-name'
import { DETAIL_LEVELS } from '@/lib/schemas/choices'
import type { BindingHealth, ConnectionHealth } from '@/lib/schemas/sync-health'
import { IntervalField } from './interval-field'

type Patch = Omit<Parameters<typeof updateBinding>[0], 'binding'>

/** Direction, interval and visibility of a synced calendar. Each choice is saved at once. */
export function BindingSettings({
  binding: { id, calendar, direction, canWrite, intervalMinutes, placedIn, placedDetail },
  kind,
  calendars,
  onSaved,
}: {
  binding: BindingHealth
  kind: ConnectionHealth['kind']
  /** Calendars in which the events can be shown, too. */
  calendars: readonly { id: string; name: string }[]
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
  const others = calendars.filter((other) => other.id !== calendar?.id)
  return (
    <section className="card stack" aria-labelledby="sync-settings" aria-busy={busy}>
      <h2 id="sync-settings">{t('settings')}</h2>
      {!isFeed({ kind }) && (
        <SelectField
          label={t('direction')}
          value={direction}
          disabled={!canWrite}
          error={fieldError('direction')}
          {...(!canWrite && { hint: t('oneWayOnly') })}
          options={(['pull', 'both'] as const).map((value) => [value, t(`directions.${value}`)])}
          onChange={({ target }) => save({ direction: target.value as 'pull' | 'both' })}
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
