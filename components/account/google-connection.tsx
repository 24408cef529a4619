'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { formTexts } from '@/components/forms/form-texts'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { PasswordField } from '@/components/ui/password-field'
import { toast } from '@/components/ui/toast'
import { connectGoogle, disconnectGoogle } from '@/lib/actions/security'
import { GoogleMark } from './google-form'

/** Connects a Google account after the user has authenticated again. */
export function ConnectGoogle({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations('security')
  const { submit, ...formProps } = useSubmit()
  return (
    <ConnectionForm
      {...formProps}
      state={t('googleNotConnected')}
      label={t('connect')}
      hasPassword={hasPassword}
      send={(current) =>
        submit<{ url: string }>(
          () => connectGoogle({ current }),
          ({ url }) => loadPage(url),
        )
      }
    />
  )
}

export function DisconnectGoogle({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations('security')
  const router = useRouter()
  const { submit, ...formProps } = useSubmit()
  return (
    <ConnectionForm
      {...formProps}
      state={t('googleConnected')}
      label={t('disconnect')}
      hasPassword={hasPassword}
      send={(current) =>
        submit<object>(
          () => disconnectGoogle({ current }),
          () => {
            toast({ text: t('disconnected') })
            router.refresh()
          },
        )
      }
    />
  )
}

/** Shows whether Google is connected, with a button to change that. Users with a password must enter it first. */
function ConnectionForm({
  state,
  label,
  hasPassword,
  send,
  form,
  button,
  fieldError,
  formError,
}: {
  state: string
  label: string
  hasPassword: boolean
  send(current: string): void
} & Omit<ReturnType<typeof useSubmit>, 'submit'>) {
  const t = useTranslations('security')
  const auth = useTranslations('auth')
  const [isConfirming, setConfirming] = useState(false)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (hasPassword && !isConfirming) return setConfirming(true)
    send(formTexts(event.currentTarget, 'current').current)
  }
  const problem = (!hasPassword && fieldError('current')) || formError('current')
  return (
    <form {...form} className="stack" onSubmit={onSubmit} method="post" noValidate>
      <div className="setting">
        <p>{state}</p>
        {!isConfirming && (
          <button type="submit" className="button" {...button}>
            <GoogleMark /> {label}
          </button>
        )}
      </div>
      {isConfirming && (
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
      <FormError error={problem} />
      {isConfirming && (
        <div className="row-end">
          <button type="button" className="button" onClick={() => setConfirming(false)}>
            {t('cancel')}
          </button>
          <button type="submit" className="button primary" {...button}>
            {label}
          </button>
        </div>
      )}
    </form>
  )
}
