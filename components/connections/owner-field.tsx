'use client'

import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/ui/field'

/** A group that the user manages, as the owner of a new calendar. */
export interface OwnerGroup {
  id: string
  name: string
}

/** Chooses who owns a new calendar: the user (an empty value) or a group. Not shown without groups. */
export function OwnerField({
  groups,
  value,
  onChange,
}: {
  groups: readonly OwnerGroup[]
  value: string
  onChange(value: string): void
}) {
  const t = useTranslations('subscribe')
  if (!groups.length) return null
  return (
    <SelectField
      label={t('owner')}
      value={value}
      options={[['', t('mine')], ...groups.map(({ id, name }) => [id, name] as const)]}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}
