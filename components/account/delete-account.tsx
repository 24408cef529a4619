'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { Switch, TextField } from '@/components/ui/field'
import { deleteAccount } from '@/lib/actions/users'

/** Deletes the current user's account after they have authenticated again. */
export function DeleteAccount({
  plan,
  hasPassword,
  email,
}: {
  /** Identifies the plan that the page shows; deleting fails if the plan has changed since. */
  plan: string
  hasPassword: boolean
  email: string
}) {
  const t = useTranslations('accountData')
  const router = useRouter()
  const { busy, isReady, form, button, fieldError, formError, submit } = useSubmit()
  const [proof, setProof] = useState('')
  const [isUnderstood, setUnderstood] = useState(false)
  const [stalePlan, setStalePlan] = useState<string | null>(null)

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setStalePlan(null)
    void submit(
      async () => {
        const response = await deleteAccount({ proof, plan })
        if (!response.ok && response.error.code === 'CONFLICT') setStalePlan(plan)
        return response
      },
      () => loadPage('/'),
    )
  }
  const problem = stalePlan ? t('changed') : formError('proof')
  return (
    <form {...form} onSubmit={onSubmit} noValidate>
      <TextField
        label={t(hasPassword ? 'password' : 'email')}
        hint={hasPassword ? undefined : t('emailHint', { email })}
        type={hasPassword ? 'password' : 'email'}
        name="proof"
        dir="ltr"
        autoComplete={hasPassword ? 'current-password' : 'off'}
        value={proof}
        error={fieldError('proof')}
        onChange={({ target }) => setProof(target.value)}
      />
      <Switch
        label={t('understood')}
        checked={isUnderstood}
        onChange={({ target }) => setUnderstood(target.checked)}
      />
      <SubmitRow error={problem}>
        {problem && stalePlan === plan && (
          <button type="button" className="button" onClick={() => router.refresh()}>
            {t('reviewAgain')}
          </button>
        )}
        <button
          type="submit"
          className="button danger"
          {...button}
          disabled={!isReady || !isUnderstood || !proof}
        >
          {t(busy ? 'deleting' : 'delete')}
        </button>
      </SubmitRow>
    </form>
  )
}
