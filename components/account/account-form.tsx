'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useErrorText } from '@/components/errors/error-text'
import { isStaleAction } from '@/components/errors/stale-action'
import { useAlive } from '@/components/ui/alive'
import { TextField } from '@/components/ui/field'
import { signIn, signUp } from '@/lib/actions/users'
import type { FieldErrors } from '@/lib/errors'

/** Signing in, or making an account. `to`: where one wanted to go. */
export function AccountForm({ kind, to }: { kind: 'sign-in' | 'sign-up'; to: string }) {
  const t = useTranslations('auth')
  const errorText = useErrorText()
  const making = kind === 'sign-up'
  const alive = useAlive()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<{ code: string; fields: FieldErrors } | null>(null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { name, email, password } = Object.fromEntries(new FormData(event.currentTarget)) as Record<
      string,
      string
    >
    setBusy(true)
    setTrouble(null)
    try {
      const answer = making
        ? await signUp({ name, email, password, ...browserStyle() })
        : await signIn({ email, password })
      // A whole new page: what was rendered for nobody must not be shown to somebody.
      if (answer.ok) return location.assign(to)
      setTrouble({ code: answer.error.code, fields: answer.error.fields ?? {} })
    } catch (error) {
      setTrouble({ code: isStaleAction(error) ? 'STALE' : 'OFFLINE', fields: {} })
    }
    setBusy(false)
  }

  const fieldError = (field: string) => {
    const error = trouble?.fields[field]
    return error && errorText.field(error)
  }
  return (
    <form onSubmit={submit} method="post" noValidate>
      {making && (
        <TextField label={t('name')} name="name" autoComplete="name" error={fieldError('name')} required />
      )}
      <TextField
        label={t('email')}
        name="email"
        type="email"
        dir="ltr"
        autoComplete={making ? 'email' : 'username'}
        error={fieldError('email')}
        required
      />
      <TextField
        label={t('password')}
        name="password"
        type="password"
        dir="ltr"
        autoComplete={making ? 'new-password' : 'current-password'}
        hint={making ? t('passwordHint') : undefined}
        error={fieldError('password')}
        required
      />
      {trouble && !Object.keys(trouble.fields).length && (
        <p className="form-error" role="alert">
          {errorText.whole(trouble)}
        </p>
      )}
      <button type="submit" className="button primary large" disabled={!alive || busy} aria-busy={busy}>
        {making ? t(busy ? 'signingUp' : 'signUp') : t(busy ? 'signingIn' : 'signIn')}
      </button>
    </form>
  )
}

/** How this browser's owner likes dates: asked once, to be changed in the settings. */
function browserStyle() {
  const { timeZone, hourCycle, locale } = new Intl.DateTimeFormat(navigator.language, {
    hour: 'numeric',
  }).resolvedOptions()
  return {
    timeZone,
    locale: /^[a-z]{2}(-[A-Z]{2})?/.exec(locale)?.[0],
    weekStart: firstDay(navigator.language),
    hourCycle: hourCycle === 'h12' || hourCycle === 'h11' ? 'h12' : 'h23',
  }
}

function firstDay(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
    weekInfo?: { firstDay: number }
  }
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1
}
