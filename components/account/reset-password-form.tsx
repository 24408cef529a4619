'use client'

import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { formTexts } from '@/components/forms/form-texts'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { PasswordField } from '@/components/ui/password-field'
import { resetByLink } from '@/lib/actions/security'

/** Form that sets a new password by a mailed link. `email` is for the browser's password manager. */
export function ResetPasswordForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations('links')
  const auth = useTranslations('auth')
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { password } = formTexts(event.currentTarget, 'password')
    void submit<object>(
      () => resetByLink({ token, password }),
      () => loadPage('/calendar'),
    )
  }
  const problem = formError('password')
  return (
    <form {...form} onSubmit={onSubmit} method="post" noValidate>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label={t('newPassword')}
        name="password"
        hint={t('newPasswordHint')}
        autoComplete="new-password"
        show={auth('showPassword')}
        hide={auth('hidePassword')}
        error={fieldError('password')}
        required
      />
      <FormError error={problem} />
      <button type="submit" className="button primary large" {...button}>
        {t(busy ? 'saving' : 'save')}
      </button>
    </form>
  )
}
