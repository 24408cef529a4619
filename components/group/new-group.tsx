'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import { useErrorText } from '@/components/errors/error-text'
import { useAlive } from '@/components/ui/alive'
import { TextField } from '@/components/ui/field'
import { createGroup } from '@/lib/actions/groups'
import type { FieldErrors } from '@/lib/errors'

export function NewGroup() {
  const t = useTranslations('groups')
  const errorText = useErrorText()
  const key = useRef(crypto.randomUUID())
  const [name, setName] = useState('')
  const alive = useAlive()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<{ code: string; fields: FieldErrors } | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setTrouble(null)
    try {
      const answer = await createGroup({ name }, key.current)
      if (answer.ok) return location.assign(`/groups/${answer.result.id}`)
      setTrouble({ code: answer.error.code, fields: answer.error.fields ?? {} })
    } catch {
      setTrouble({ code: 'OFFLINE', fields: {} })
    }
    setBusy(false)
  }
  const error = trouble?.fields.name
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <TextField
        label={t('name')}
        placeholder={t('namePlaceholder')}
        value={name}
        disabled={!alive}
        error={error && errorText.field(error)}
        onChange={({ target }) => setName(target.value)}
      />
      {trouble && !error && (
        <p className="form-error" role="alert">
          {errorText.whole(trouble)}
        </p>
      )}
      <div className="row-end">
        <button type="submit" className="button primary" disabled={!alive || busy} aria-busy={busy}>
          {t(busy ? 'making' : 'make')}
        </button>
      </div>
    </form>
  )
}
