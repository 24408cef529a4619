'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { formTexts } from '@/components/forms/form-texts'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { PasswordField } from '@/components/ui/password-field'
import { changePassword } from '@/lib/actions/security'

/** Sets or changes the user's password. `email` is for the browser's password manager. */
export function PasswordCard({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const t = useTranslations('security')
  const [isChanging, setChanging] = useState(false)
  const [status, setStatus] = useState('')
  return (
    <section className="card stack">
      <h2>{t('password')}</h2>
      <div className="setting">
        <p>{t(hasPassword ? 'hasPassword' : 'noPassword')}</p>
        {!isChanging && (
          <button type="button" className="button" onClick={() => setChanging(true)}>
            {t(hasPassword ? 'changePassword' : 'setPassword')}
          </button>
        )}
      </div>
      <p role="status" className="status-text">
        {status}
      </p>
      {isChanging && (
        <ChangePassword
          email={email}
          hasPassword={hasPassword}
          onClose={(text) => {
            setChanging(false)
            setStatus(text)
          }}
        />
      )}
    </section>
  )
}

function ChangePassword({
  email,
  hasPassword,
  onClose,
}: {
  email: string
  hasPassword: boolean
  onClose(status: string): void
}) {
  const t = useTranslations('security')
  const auth = useTranslations('auth')
  const router = useRouter()
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const toggleLabels = { show: auth('showPassword'), hide: auth('hidePassword') }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { current, password } = formTexts(event.currentTarget, 'current', 'password')
    void submit<{ result: { ended: number } }>(
      () => changePassword({ current, password }),
      ({ result }) => {
        onClose(t('passwordChanged', { count: result.ended }))
        router.refresh()
      },
    )
  }
  const problem = (!hasPassword && fieldError('current')) || formError('current', 'password')
  return (
    <form {...form} className="stack" onSubmit={onSubmit} method="post" noValidate>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      {hasPassword && (
        <PasswordField
          label={t('currentPassword')}
          name="current"
          autoComplete="current-password"
          error={fieldError('current')}
          required
          {...toggleLabels}
        />
      )}
      <PasswordField
        label={t('newPassword')}
        name="password"
        autoComplete="new-password"
        hint={t('passwordHint')}
        error={fieldError('password')}
        required
        {...toggleLabels}
      />
      <SubmitRow error={problem}>
        <button type="button" className="button" onClick={() => onClose('')}>
          {t('cancel')}
        </button>
        <button type="submit" className="button primary" {...button}>
          {t(busy ? 'saving' : hasPassword ? 'changePassword' : 'setPassword')}
        </button>
      </SubmitRow>
    </form>
  )
}
