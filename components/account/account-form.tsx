'use client'

import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { formTexts } from '@/components/forms/form-texts'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import { PasswordField } from '@/components/ui/password-field'
import { signIn, signUp } from '@/lib/actions/users'
import { browserDateSettings } from './browser-date-settings'

/**
 * Sign-in or sign-up form. `returnTo`: path to open afterwards; `invitation`: token of the invitation that led here.
 */
export function AccountForm({
  kind,
  returnTo,
  invitation,
}: {
  kind: 'sign-in' | 'sign-up'
  returnTo: string
  invitation?: string
}) {
  const t = useTranslations('auth')
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const isSignUp = kind === 'sign-up'

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { name, email, password } = formTexts(event.currentTarget, 'name', 'email', 'password')
    void submit<object>(
      () =>
        isSignUp
          ? signUp({ name, email, password, invitation, ...browserDateSettings() })
          : signIn({ email, password, invitation }),
      () => loadPage(returnTo),
    )
  }

  const problem = formError('name', 'email', 'password')
  return (
    <form {...form} onSubmit={onSubmit} method="post" noValidate>
      {isSignUp && (
        <TextField label={t('name')} name="name" autoComplete="name" error={fieldError('name')} required />
      )}
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
      <PasswordField
        label={t('password')}
        name="password"
        show={t('showPassword')}
        hide={t('hidePassword')}
        autoComplete={isSignUp ? 'new-password' : 'current-password'}
        hint={isSignUp ? t('passwordHint') : undefined}
        error={fieldError('password')}
        required
      />
      <FormError error={problem} />
      <button type="submit" className="button primary large" {...button}>
        {isSignUp ? t(busy ? 'signingUp' : 'signUp') : t(busy ? 'signingIn' : 'signIn')}
      </button>
    </form>
  )
}
