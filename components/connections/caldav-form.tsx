'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import { PasswordField } from '@/components/ui/password-field'
import { CALDAV_SERVICES, type CaldavProblem, type CaldavServiceId } from '@/lib/schemas/caldav'
import { postJson } from './post-json'

/** The field that a problem is about; others are about the form. */
const FIELDS: Partial<Record<CaldavProblem, 'address' | 'password'>> = {
  'wrong-password': 'password',
  'not-caldav': 'address',
  'private-target': 'address',
  'bad-certificate': 'address',
  unreachable: 'address',
}

/**
 * Connects an account of a CalDAV server with a user name and a password, which the server stores encrypted.
 * @param connection an account whose password is replaced
 * @param needsLogin whether address and user name are entered, too
 */
export function CaldavForm({
  service,
  connection,
  needsLogin,
}: {
  service: CaldavServiceId
  connection: string | null
  needsLogin: boolean
}) {
  const t = useTranslations('caldav')
  const { form, button, fieldError, formError, submit } = useSubmit({ hasUnsavedWarning: true })
  const fixedAddress = CALDAV_SERVICES[service].address
  const [address, setAddress] = useState<string>(fixedAddress ?? '')
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<CaldavProblem | null>(null)
  // The address is not shown if it is that of the service or of a connected account.
  const hasAddress = needsLogin && !fixedAddress
  const about = problem ? FIELDS[problem] : undefined
  const field = about === 'address' && !hasAddress ? undefined : about
  const errorOf = (name: 'address' | 'username' | 'password') =>
    problem && field === name ? t(`problems.${problem}`) : fieldError(name)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    const { currentTarget } = event
    void submit(
      () =>
        postJson<{ connection: string } | { problem: CaldavProblem }>('/api/connections/caldav', {
          ...{ address, username, password },
          ...(connection && { connection }),
        }),
      ({ result }) => {
        if ('connection' in result)
          return loadPage(`/settings/calendars${connection ? '' : `/${result.connection}`}`)
        setProblem(result.problem)
        const name = FIELDS[result.problem] ?? 'password'
        ;(currentTarget as HTMLFormElement).querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
      },
    )
  }
  const errors = { address: errorOf('address'), username: errorOf('username'), password: errorOf('password') }
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate autoComplete="off">
      {hasAddress && (
        <TextField
          name="address"
          label={t(service === 'nextcloud' ? 'addressOf.nextcloud' : 'addressOf.other')}
          hint={t('addressHint')}
          value={address}
          dir="ltr"
          inputMode="url"
          autoCapitalize="off"
          spellCheck={false}
          {...(errors.address && { error: errors.address })}
          onChange={({ target }) => setAddress(target.value)}
        />
      )}
      {needsLogin && (
        <TextField
          name="username"
          label={t(`usernameOf.${service}`)}
          value={username}
          dir="ltr"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          {...(errors.username && { error: errors.username })}
          onChange={({ target }) => setUsername(target.value)}
        />
      )}
      <PasswordField
        name="password"
        label={t(`passwordOf.${service}`)}
        hint={t('passwordHint')}
        show={t('show')}
        hide={t('hide')}
        value={password}
        autoComplete="off"
        {...(errors.password && { error: errors.password })}
        onChange={({ target }) => setPassword(target.value)}
      />
      <SubmitRow
        error={problem && !field ? t(`problems.${problem}`) : formError('address', 'username', 'password')}
      >
        <button type="submit" className="button primary" {...button}>
          {t(connection ? 'save' : 'connect')}
        </button>
      </SubmitRow>
    </form>
  )
}
