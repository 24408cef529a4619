'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useErrorText } from '@/components/errors/error-text'
import { useAlive } from '@/components/ui/alive'
import { SelectField, TextField } from '@/components/ui/field'
import { updateProfile } from '@/lib/actions/users'
import type { FieldErrors } from '@/lib/errors'
import type { Viewer } from '@/lib/schemas/users'

/** How one is called, and how dates are shown to one. */
export function SettingsForm({ viewer }: { viewer: Viewer }) {
  const t = useTranslations('settings')
  const errorText = useErrorText()
  const alive = useAlive()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<{ code: string; fields: FieldErrors } | null>(null)
  const fieldError = (field: string) => {
    const error = trouble?.fields[field]
    return error && errorText.field(error)
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { weekStart, ...rest } = Object.fromEntries(new FormData(event.currentTarget))
    setBusy(true)
    setTrouble(null)
    try {
      const answer = await updateProfile({ ...rest, weekStart: Number(weekStart) })
      // Every page is written anew in another language, zone or theme.
      if (answer.ok) return location.reload()
      setTrouble({ code: answer.error.code, fields: answer.error.fields ?? {} })
    } catch {
      setTrouble({ code: 'OFFLINE', fields: {} })
    }
    setBusy(false)
  }
  return (
    <form className="card stack" onSubmit={submit} noValidate>
      <TextField label={t('name')} name="name" defaultValue={viewer.name} error={fieldError('name')} />
      <SelectField
        label={t('timeZone')}
        name="timeZone"
        defaultValue={viewer.timeZone}
        error={fieldError('timeZone')}
        options={zones(viewer.timeZone).map((zone) => [
          zone,
          zone.replaceAll('_', ' ').replaceAll('/', ' / '),
        ])}
      />
      <div className="row">
        <SelectField
          label={t('weekStart')}
          name="weekStart"
          defaultValue={viewer.weekStart}
          options={[1, 7, 6, 2, 3, 4, 5].map((day) => [String(day), weekdayName(day, viewer.locale)])}
        />
        <SelectField
          label={t('hourCycle')}
          name="hourCycle"
          defaultValue={viewer.hourCycle}
          options={[
            ['h23', t('hours24')],
            ['h12', t('hours12')],
          ]}
        />
        <SelectField
          label={t('theme')}
          name="theme"
          defaultValue={viewer.theme}
          options={(['system', 'light', 'dark'] as const).map((theme) => [theme, t(`themes.${theme}`)])}
        />
      </div>
      {trouble && (
        <p className="form-error" role="alert">
          {errorText.whole(trouble)}
        </p>
      )}
      <div className="row-end">
        <button type="submit" className="button primary" disabled={!alive || busy} aria-busy={busy}>
          {t(busy ? 'saving' : 'save')}
        </button>
      </div>
    </form>
  )
}

function zones(current: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return [...new Set(['UTC', current, ...known])].sort()
}

function weekdayName(day: number, locale: string): string {
  // 1970-01-05 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format((3 + day) * 86_400_000)
}
