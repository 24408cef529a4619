'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { SelectField, TextField } from '@/components/ui/field'
import { createCalendar } from '@/lib/actions/calendars'

/** Form that creates a calendar of the user or of a group that they manage, then opens its settings. */
export function NewCalendar({
  groups,
  preselected = '',
}: {
  groups: { id: string; name: string }[]
  /** Id of the group that is preselected as owner. */
  preselected?: string | undefined
}) {
  const t = useTranslations('calendars')
  const { form, button, fieldError, formError, submit } = useSubmit({ hasUnsavedWarning: true })
  const [key] = useState(newKey)
  const [name, setName] = useState('')
  const [owner, setOwner] = useState(groups.some(({ id }) => id === preselected) ? preselected : '')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit(
      () => createCalendar({ name, ...(owner && { group: owner }) }, key),
      ({ result }) => loadPage(`/calendars/${result.id}`),
    )
  }
  const problem = formError('name')
  return (
    <form {...form} className="card stack" id="new" onSubmit={onSubmit} noValidate>
      <h2>{t('new')}</h2>
      <div className="row">
        <TextField
          label={t('newName')}
          value={name}
          error={fieldError('name')}
          onChange={({ target }) => setName(target.value)}
        />
        {groups.length > 0 && (
          <SelectField
            label={t('newOwner')}
            value={owner}
            options={[['', t('newMine')], ...groups.map(({ id, name }) => [id, name] as const)]}
            onChange={({ target }) => setOwner(target.value)}
          />
        )}
        <button type="submit" className="button" {...button}>
          {t('create')}
        </button>
      </div>
      <FormError error={problem} />
    </form>
  )
}
