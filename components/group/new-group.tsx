'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import { createGroup } from '@/lib/actions/groups'

export function NewGroup() {
  const t = useTranslations('groups')
  const { busy, isReady, form, button, fieldError, formError, submit } = useSubmit({
    hasUnsavedWarning: true,
  })
  const [key] = useState(newKey)
  const [name, setName] = useState('')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit(
      () => createGroup({ name }, key),
      ({ result }) => loadPage(`/groups/${result.id}`),
    )
  }
  const problem = formError('name')
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate>
      <TextField
        label={t('name')}
        placeholder={t('namePlaceholder')}
        value={name}
        disabled={!isReady}
        error={fieldError('name')}
        onChange={({ target }) => setName(target.value)}
      />
      <SubmitRow error={problem}>
        <button type="submit" className="button primary" {...button}>
          {t(busy ? 'creating' : 'create')}
        </button>
      </SubmitRow>
    </form>
  )
}
