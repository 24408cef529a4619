'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { SelectField } from '@/components/ui/field'
import { subscribeBirthdays } from '@/lib/actions/subscribed-calendars'
import { OwnerField, type OwnerGroup } from './owner-field'

/** A group of the user. */
export interface BirthdaysGroup extends OwnerGroup {
  /** Whether the user may create calendars of the group. */
  canManage: boolean
}

/** Chooses a group, and whether the user or the group owns the calendar of its birthdays. */
export function BirthdaysForm({ groups }: { groups: readonly BirthdaysGroup[] }) {
  const t = useTranslations('subscribe')
  const { form, button, fieldCode, formError, submit } = useSubmit()
  const [key] = useState(newKey)
  const [groupId, setGroupId] = useState(groups[0]!.id)
  const [owner, setOwner] = useState('')
  // The user may have left the chosen group in the meantime.
  const group = groups.find(({ id }) => id === groupId) ?? groups[0]!
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const name = t('birthdaysName', { group: group.name }).slice(0, 100)
    void submit(
      () => subscribeBirthdays({ of: group.id, name, ...(owner && { group: owner }) }, key),
      () => loadPage('/settings/calendars'),
    )
  }
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate>
      <SelectField
        label={t('group')}
        value={group.id}
        options={groups.map(({ id, name }) => [id, name] as const)}
        onChange={({ target }) => {
          setGroupId(target.value)
          setOwner('')
        }}
      />
      <OwnerField groups={group.canManage ? [group] : []} value={owner} onChange={setOwner} />
      <SubmitRow error={fieldCode('of') === 'taken' ? t('birthdaysTaken') : formError()}>
        <button type="submit" className="button primary" {...button}>
          {t('birthdaysSubscribe')}
        </button>
      </SubmitRow>
    </form>
  )
}
