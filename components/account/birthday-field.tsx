'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useId } from 'react'
import { SelectField, TextField } from '@/components/ui/field'
import { monthNames } from '@/lib/calendar/format'

/** Input of a birthday with an optional year. An incomplete one has empty parts, which the server refuses. */
export function BirthdayField({
  value,
  hint,
  error,
  onChange,
}: {
  value: string | null
  hint: string
  error: string | undefined
  onChange(value: string | null): void
}) {
  const t = useTranslations('birthday')
  const messageId = useId()
  const parts = partsOf(value)
  const change = (part: Partial<Parts>) => onChange(textOf({ ...parts, ...part }))
  const months = monthNames(useLocale()).map((name, index) => [twoDigits(index + 1), name] as const)
  const days = Array.from({ length: 31 }, (_, index) => [twoDigits(index + 1), String(index + 1)] as const)
  const invalid = error ? { 'aria-invalid': true as const } : {}
  return (
    <fieldset className="field" aria-describedby={messageId}>
      <legend className="visually-hidden">{t('label')}</legend>
      <span className="label" aria-hidden>
        {t('label')}
      </span>
      <div className="row">
        <SelectField
          label={t('day')}
          value={parts.day}
          options={[['', '–'], ...days]}
          onChange={({ target }) => change({ day: target.value })}
          {...invalid}
        />
        <SelectField
          label={t('month')}
          value={parts.month}
          options={[['', '–'], ...months]}
          onChange={({ target }) => change({ month: target.value })}
          {...invalid}
        />
        <TextField
          label={t('year')}
          value={parts.year}
          inputMode="numeric"
          maxLength={4}
          autoComplete="off"
          onChange={({ target }) => change({ year: target.value.replaceAll('-', '').trim() })}
          {...invalid}
        />
      </div>
      <p id={messageId} className={error ? 'error' : 'hint'}>
        {error ?? hint}
      </p>
    </fieldset>
  )
}

interface Parts {
  year: string
  month: string
  day: string
}

function partsOf(value: string | null): Parts {
  const [, year = '', month = '', day = ''] = /^(-|[^-]*)-([^-]*)-([^-]*)$/.exec(value ?? '') ?? []
  return { year: year === '-' ? '' : year, month, day }
}

function textOf({ year, month, day }: Parts): string | null {
  return year || month || day ? `${year || '-'}-${month}-${day}` : null
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
