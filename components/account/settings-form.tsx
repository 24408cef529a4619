'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { leaveFor, useSubmit } from '@/components/forms/submit'
import { PictureField } from '@/components/picture/picture-field'
import { SelectField, TextField } from '@/components/ui/field'
import { ZoneField } from '@/components/zone/zone-field'
import { updateProfile } from '@/lib/actions/users'
import { LANGUAGE_NAMES, LANGUAGES, languageOf, tagOf } from '@/lib/schemas/languages'
import type { Viewer } from '@/lib/schemas/users'

/** How one is called and looks, and how dates are shown to one. */
export function SettingsForm({ viewer, now }: { viewer: Viewer; now: number }) {
  const t = useTranslations('settings')
  const { busy, form, button, fieldError, formError, submit } = useSubmit({ keeps: true })
  const router = useRouter()
  const [zone, setZone] = useState(viewer.timeZone)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { weekStart, locale, ...rest } = Object.fromEntries(new FormData(event.currentTarget))
    // Every page is written anew in another language, zone, week or theme.
    void submit(
      () =>
        updateProfile({
          ...rest,
          weekStart: Number(weekStart),
          locale: asInCountry(String(locale)),
        }),
      () => leaveFor(location.href),
    )
  }
  const problem = formError('name', 'timeZone')
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate>
      <section className="card stack">
        <h2>{t('profile')}</h2>
        <PictureField label={t('picture')} shown={viewer} onChanged={() => router.refresh()} />
        <p className="muted">{t('pictureHint')}</p>
        <TextField label={t('name')} name="name" defaultValue={viewer.name} error={fieldError('name')} />
      </section>
      <section className="card stack">
        <h2>{t('dates')}</h2>
        <SelectField
          label={t('language')}
          name="locale"
          defaultValue={tagOf(viewer.locale)}
          options={LANGUAGES.map((language) => [
            // Who has it as in a country keeps that.
            languageOf(viewer.locale) === language ? tagOf(viewer.locale) : language,
            LANGUAGE_NAMES[language],
          ])}
        />
        <ZoneField
          label={t('timeZone')}
          name="timeZone"
          value={zone}
          own={viewer.timeZone}
          now={now}
          locale={viewer.locale}
          error={fieldError('timeZone')}
          onChange={setZone}
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
      </section>
      {problem && (
        <p className="form-error" role="alert">
          {problem}
        </p>
      )}
      <div className="row-end">
        <button type="submit" className="button primary" {...button}>
          {t(busy ? 'saving' : 'save')}
        </button>
      </div>
    </form>
  )
}

/** A language newly chosen is written as in the country that the browser names for it, if it does. */
function asInCountry(locale: string): string {
  const asked = navigator.languages.find((tag) => tag.startsWith(`${locale}-`))
  return asked && /^[a-z]{2}-[A-Z]{2}$/.test(asked) ? asked : locale
}

function weekdayName(day: number, locale: string): string {
  // 1970-01-05 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format((3 + day) * 86_400_000)
}
