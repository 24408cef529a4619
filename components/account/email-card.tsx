'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { formTexts } from '@/components/forms/form-texts'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import { PasswordField } from '@/components/ui/password-field'
import { changeEmail } from '@/lib/actions/security'
import { ResendConfirmation } from './resend-confirmation'

/** Shows the user's e-mail address and whether it is confirmed, and lets them change it. */
export function EmailCard({
  email,
  isVerified,
  pending,
  hasPassword,
  canSendMail,
}: {
  email: string
  isVerified: boolean
  pending: string | null
  hasPassword: boolean
  /** Whether this server is configured to send mail. */
  canSendMail: boolean
}) {
  const t = useTranslations('security')
  const [isChanging, setChanging] = useState(false)
  const [status, setStatus] = useState('')
  return (
    <section className="card stack">
      <h2>{t('email')}</h2>
      <div className="setting">
        <div>
          <p className="strong" dir="ltr">
            {email}
          </p>
          <p className="muted">{t(isVerified ? 'verified' : 'unverified')}</p>
        </div>
        {!isChanging && (
          <button type="button" className="button" onClick={() => setChanging(true)}>
            {t('changeEmail')}
          </button>
        )}
      </div>
      {pending && <p className="muted">{t('pending', { email: pending })}</p>}
      {!isVerified && <p className="muted">{t(canSendMail ? 'unverifiedHint' : 'noMailHint')}</p>}
      {/* The banner above the page already asks to confirm the current address. */}
      {canSendMail && isVerified && pending && <ResendConfirmation />}
      <p role="status" className="status-text">
        {status}
      </p>
      {isChanging && (
        <ChangeEmail
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

function ChangeEmail({ hasPassword, onClose }: { hasPassword: boolean; onClose(status: string): void }) {
  const t = useTranslations('security')
  const auth = useTranslations('auth')
  const router = useRouter()
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const input = formTexts(event.currentTarget, 'email', 'current')
    void submit<{ result: { email: string; sent: boolean } }>(
      () => changeEmail(input),
      ({ result: { email, sent } }) => {
        onClose(t(sent ? 'emailSent' : 'emailChanged', { email }))
        router.refresh()
      },
    )
  }
  const problem = (!hasPassword && fieldError('current')) || formError('email', 'current')
  return (
    <form {...form} className="stack" onSubmit={onSubmit} method="post" noValidate>
      <TextField
        label={t('newEmail')}
        name="email"
        type="email"
        dir="ltr"
        autoComplete="email"
        inputMode="email"
        autoCapitalize="none"
        error={fieldError('email')}
        required
      />
      {hasPassword && (
        <PasswordField
          label={t('currentPassword')}
          name="current"
          autoComplete="current-password"
          show={auth('showPassword')}
          hide={auth('hidePassword')}
          error={fieldError('current')}
          required
        />
      )}
      <SubmitRow error={problem}>
        <button type="button" className="button" onClick={() => onClose('')}>
          {t('cancel')}
        </button>
        <button type="submit" className="button primary" {...button}>
          {t(busy ? 'saving' : 'change')}
        </button>
      </SubmitRow>
    </form>
  )
}
