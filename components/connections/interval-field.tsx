'use client'

import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/ui/field'
import { SYNC_INTERVALS } from '@/lib/schemas/choices'

type Minutes = (typeof SYNC_INTERVALS)[number]

/** Chooses how often a feed is read. */
export function IntervalField({
  minutes,
  onChange,
}: {
  minutes: number | null
  onChange(minutes: Minutes): void
}) {
  const t = useTranslations('sync')
  return (
    <SelectField
      label={t('interval')}
      value={String(minutes)}
      options={SYNC_INTERVALS.map((value) => [String(value), t(`intervals.${value}`)] as const)}
      onChange={({ target }) => {
        const chosen = SYNC_INTERVALS.find((value) => String(value) === target.value)
        if (chosen) onChange(chosen)
      }}
    />
  )
}
