'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { leaveFor, useSubmit } from '@/components/forms/submit'
import { PasswordField } from '@/components/ui/password-field'
import { resetByLink, signInByLink, verifyAddress } from '@/lib/actions/security'

/** The press that uses a link up. Opening it does not, or a mail scanner would. `invitation`: what one comes by. */
export function SignInByLink({ token, to, invitation }: { token: string; to: string; invitation?: string }) {
  const t = useTranslations('links')
  const { busy, form, button, formError, submit } = useSubmit()
  const problem = formError()
  return (
    <form
      {...form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit<object>(
          () => signInByLink({ token }, invitation),
          () => leaveFor(to),
        )
      }}
    >
      {problem && (
        <p className="form-error" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="button primary large" {...button}>
        {t(busy ? 'entering' : 'enter')}
      </button>
    </form>
  )
}

/** A new password by a link. `email`: for whoever keeps the passwords in this browser. */
export function ResetByLink({ token, email }: { token: string; email: string }) {
  const t = useTranslations('links')
  const auth = useTranslations('auth')
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = new FormData(event.currentTarget).get('password')
    void submit<object>(
      () => resetByLink({ token, password }),
      () => leaveFor('/calendar'),
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
      {problem && (
        <p className="form-error" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="button primary large" {...button}>
        {t(busy ? 'saving' : 'save')}
      </button>
    </form>
  )
}

/** Says that an address is one's own. */
export function VerifyByLink({ token, email }: { token: string; email: string }) {
  const t = useTranslations('links')
  const { busy, form, button, formError, submit } = useSubmit()
  const [verified, setVerified] = useState(false)
  const [taken, setTaken] = useState(false)
  if (verified) {
    return (
      <div className="stack" role="status">
        <p className="lead">{t('verified', { email })}</p>
        <a href="/calendar" className="button primary large">
          {t('open')}
        </a>
      </div>
    )
  }
  const problem = formError()
  return (
    <form
      {...form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit<object>(
          async () => {
            const answer = await verifyAddress({ token })
            setTaken(!answer.ok && answer.error.code === 'CONFLICT')
            return answer
          },
          () => setVerified(true),
        )
      }}
    >
      {problem && (
        <p className="form-error" role="alert">
          {taken ? t('taken') : problem}
        </p>
      )}
      <button type="submit" className="button primary large" {...button}>
        {t(busy ? 'verifying' : 'verify')}
      </button>
    </form>
  )
}
