'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { SelectField } from '@/components/ui/field'
import { subscribeHolidays } from '@/lib/actions/subscribed-calendars'
import type { HolidayChoices } from '@/lib/schemas/subscribed-calendars'
import { OwnerField, type OwnerGroup } from './owner-field'

/** Form that adds the public holidays of a country or, if these differ by region, of one of its regions. */
export function HolidaysForm({
  choices: { countries, country, regions },
  groups,
  onCountry,
}: {
  choices: HolidayChoices
  groups: readonly OwnerGroup[]
  /** Loads the regions of another country. */
  onCountry(code: string): Promise<void>
}) {
  const t = useTranslations('subscribe')
  const { form, button, fieldCode, formError, submit } = useSubmit()
  const [key] = useState(newKey)
  const [regionCode, setRegionCode] = useState('')
  const [owner, setOwner] = useState('')
  const region = regions.find(({ code }) => code === regionCode) ?? null
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const place = region ?? countries.find(({ code }) => code === country)
    const input = {
      ...{ country, region: region?.code ?? null },
      name: t('holidaysName', { place: place?.name ?? country }).slice(0, 100),
    }
    void submit(
      () => subscribeHolidays({ ...input, ...(owner && { group: owner }) }, key),
      () => loadPage('/settings/calendars'),
    )
  }
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate>
      <SelectField
        label={t('country')}
        value={country}
        options={countries.map(({ code, name }) => [code, name] as const)}
        onChange={({ target }) => {
          // Regions of several countries have the same codes.
          setRegionCode('')
          void onCountry(target.value)
        }}
      />
      {regions.length > 0 && (
        <SelectField
          label={t('region')}
          value={region?.code ?? ''}
          options={[['', t('wholeCountry')], ...regions.map(({ code, name }) => [code, name] as const)]}
          onChange={({ target }) => setRegionCode(target.value)}
        />
      )}
      <OwnerField groups={groups} value={owner} onChange={setOwner} />
      <SubmitRow error={fieldCode('country') === 'taken' ? t('holidaysTaken') : formError()}>
        <button type="submit" className="button primary" {...button}>
          {t('holidaysSubscribe')}
        </button>
      </SubmitRow>
    </form>
  )
}
