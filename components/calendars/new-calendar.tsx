'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/errors/once'
import { useSubmit } from '@/components/errors/submit'
import { TextField } from '@/components/ui/field'
import { createCalendar } from '@/lib/actions/calendars'

/** One more calendar of one's own. */
export function NewCalendar({ onMade }: { onMade(): void }) {
  const t = useTranslations('calendars')
  const { ready, fieldError, formError, submit } = useSubmit()
  const [key, setKey] = useState(newKey)
  const [name, setName] = useState('')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit(
      () => createCalendar({ name }, key),
      () => {
        setName('')
        setKey(newKey())
        onMade()
      },
    )
  }
  const problem = formError('name')
  return (
    <form className="card stack" onSubmit={onSubmit} noValidate>
      <div className="row">
        <TextField
          label={t('newName')}
          value={name}
          error={fieldError('name')}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button" disabled={!ready}>
          {t('make')}
        </button>
      </div>
      {problem && (
        <p className="form-error" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}
