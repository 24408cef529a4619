'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { formTexts } from '@/components/forms/form-texts'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { PictureField } from '@/components/picture/picture-field'
import { SelectField, TextField } from '@/components/ui/field'
import { ZoneField } from '@/components/zone/zone-field'
import { updateProfile } from '@/lib/actions/users'
import { DAY } from '@/lib/calendar/day'
import { mediumDay, numericDate } from '@/lib/calendar/format'
import { DECLINED_EVENTS, HOUR_CYCLES, THEMES } from '@/lib/schemas/choices'
import { LANGUAGE_NAMES, LANGUAGES, languageOf, toFormattingLocale } from '@/lib/schemas/languages'
import { localeFor, regionOf } from '@/lib/schemas/regions'
import type { Viewer } from '@/lib/schemas/users'
import { BirthdayField } from './birthday-field'

/**
 * The user's name, picture and date settings. The server passes the names of `regions`, sorted: Node and browsers name
 * some differently.
 */
export function SettingsForm({
  viewer,
  birthday: savedBirthday,
  regions,
  declinedEvents,
  now,
}: {
  viewer: Viewer
  birthday: string | null
  declinedEvents: (typeof DECLINED_EVENTS)[number]
  regions: readonly (readonly [code: string, name: string])[]
  now: number
}) {
  const t = useTranslations('settings')
  const tBirthday = useTranslations('birthday')
  const { busy, form, button, fieldError, formError, submit } = useSubmit({ hasUnsavedWarning: true })
  const router = useRouter()
  const [birthday, setBirthday] = useState(savedBirthday)
  const [zone, setZone] = useState(viewer.timeZone)
  const [language, setLanguage] = useState<string>(languageOf(viewer.locale))
  const [region, setRegion] = useState(regionOf(viewer.locale))
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const texts = formTexts(event.currentTarget, 'name', 'weekStart', 'hourCycle', 'theme', 'declinedEvents')
    // A changed language, time zone, week start or theme affects every page.
    void submit(
      () =>
        updateProfile({
          ...{ name: texts.name, timeZone: zone, locale: localeFor(language, region) },
          weekStart: Number(texts.weekStart),
          hourCycle: HOUR_CYCLES.find((cycle) => cycle === texts.hourCycle),
          theme: THEMES.find((theme) => theme === texts.theme),
          declinedEvents: DECLINED_EVENTS.find((choice) => choice === texts.declinedEvents),
          birthday,
        }),
      () => loadPage(location.href),
    )
  }
  const problem = formError('name', 'birthday', 'timeZone')
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate>
      <section className="card stack">
        <h2>{t('profile')}</h2>
        <PictureField label={t('picture')} avatar={viewer} onChanged={() => router.refresh()} />
        <p className="muted">{t('pictureHint')}</p>
        <TextField label={t('name')} name="name" defaultValue={viewer.name} error={fieldError('name')} />
        <BirthdayField
          value={birthday}
          hint={tBirthday('own')}
          error={fieldError('birthday')}
          onChange={setBirthday}
        />
      </section>
      <section className="card stack">
        <h2>{t('dates')}</h2>
        <div className="row aligned-start">
          <SelectField
            label={t('language')}
            name="locale"
            value={language}
            onChange={({ target }) => setLanguage(target.value)}
            options={LANGUAGES.map((language) => [language, LANGUAGE_NAMES[language]])}
          />
          <SelectField
            label={t('region')}
            name="region"
            value={region}
            onChange={({ target }) => setRegion(target.value)}
            options={regions}
            hint={t('regionHint', { example: exampleDates(now, localeFor(language, region)) })}
          />
        </div>
        <ZoneField
          label={t('timeZone')}
          name="timeZone"
          value={zone}
          own={viewer.timeZone}
          instant={now}
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
            options={HOUR_CYCLES.map((cycle) => [cycle, t(cycle === 'h23' ? 'hours24' : 'hours12')])}
          />
          <SelectField
            label={t('theme')}
            name="theme"
            defaultValue={viewer.theme}
            options={THEMES.map((theme) => [theme, t(`themes.${theme}`)])}
          />
          <SelectField
            label={t('declinedEvents')}
            name="declinedEvents"
            defaultValue={declinedEvents}
            options={DECLINED_EVENTS.map((choice) => [choice, t(`declinedChoices.${choice}`)])}
          />
        </div>
      </section>
      <SubmitRow error={problem}>
        <button type="submit" className="button primary" {...button}>
          {t(busy ? 'saving' : 'save')}
        </button>
      </SubmitRow>
    </form>
  )
}

/** Returns an example date in the formats of the calendar and of date fields: `Sat, 21 Nov · 21/11/2026`. */
function exampleDates(now: number, locale: string): string {
  const today = Math.floor(now / DAY)
  return `${mediumDay(today, toFormattingLocale(locale), today)} · ${numericDate(today, toFormattingLocale(locale))}`
}

function weekdayName(day: number, locale: string): string {
  // 1970-01-05 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format((3 + day) * 86_400_000)
}
