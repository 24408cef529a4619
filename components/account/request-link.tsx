'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { formTexts } from '@/components/forms/form-texts'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import { sendLink } from '@/lib/actions/security'

/** Form that requests a link by e-mail. The response never reveals whether the address has an account. */
export function RequestLink({
  purpose,
  returnTo,
  isMailDelayed,
}: {
  purpose: 'sign-in' | 'reset'
  returnTo?: string
  isMailDelayed: boolean
}) {
  const t = useTranslations('links')
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const [sentTo, setSentTo] = useState<string | null>(null)

  if (sentTo) {
    return (
      <div className="stack" role="status">
        <h2>{t('sentTitle')}</h2>
        <p className="lead">{t('sent', { email: sentTo, minutes: purpose === 'reset' ? 60 : 30 })}</p>
        {isMailDelayed && <p className="notice">{t('mailDelayed')}</p>}
        <button type="button" className="button large" onClick={() => setSentTo(null)}>
          {t('otherAddress')}
        </button>
      </div>
    )
  }

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { email } = formTexts(event.currentTarget, 'email')
    void submit<object>(
      () => sendLink({ email, purpose, returnTo }),
      () => setSentTo(email.trim()),
    )
  }
  const problem = formError('email')
  return (
    <form {...form} onSubmit={onSubmit} method="post" noValidate>
      <p className="lead">{t(purpose === 'reset' ? 'resetLead' : 'signInLead')}</p>
      <TextField
        label={t('email')}
        name="email"
        type="email"
        dir="ltr"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        error={fieldError('email')}
        required
      />
      <FormError error={problem} />
      <button type="submit" className="button primary large" {...button}>
        {t(busy ? 'sending' : 'send')}
      </button>
    </form>
  )
}
