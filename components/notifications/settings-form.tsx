'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { useUnsaved } from '@/components/forms/unsaved'
import { SelectField } from '@/components/ui/field'
import { TimeField } from '@/components/ui/time-field'
import { toast } from '@/components/ui/toast'
import { setNotificationSettings } from '@/lib/actions/notifications'
import type { NotificationSettings } from '@/lib/schemas/notifications'
import type { Viewer } from '@/lib/schemas/users'
import styles from './notifications.module.css'

/** Notification kinds that have settings, in display order. */
const KINDS = [
  ...(['invited', 'changed', 'cancelled', 'answered', 'joined', 'shared'] as const),
  ...(['mentioned', 'commented', 'calendar-changed', 'sync-problem'] as const),
  ...(['task-assigned', 'task-due', 'duty', 'unclaimed', 'voted', 'deadline', 'locked'] as const),
  'reminder',
] as const
const EMAIL_MODES = ['off', 'now', 'digest'] as const
const AGENDAS = ['off', 'day', 'week'] as const

const DEFAULT_QUIET_HOURS = { from: 22 * 60, to: 7 * 60 }

/** Form for the kinds, channels and times of notifications. `mail`: whether mails can reach the user. */
export function NotificationSettingsForm({
  settings,
  mail,
  viewer,
}: {
  settings: NotificationSettings
  mail: 'on' | 'off' | 'unverified'
  viewer: Viewer
}) {
  const t = useTranslations('notificationSettings')
  const { busy, form, button, formError, submit } = useSubmit({ hasUnsavedWarning: true })
  const hasMail = mail !== 'off'
  const [isQuiet, setQuiet] = useState(settings.quietHours !== null)
  const [savedTimes, setSavedTimes] = useState({
    ...(settings.quietHours ?? DEFAULT_QUIET_HOURS),
    digestAt: settings.digestAt,
  })
  const [times, setTimes] = useState(savedTimes)
  useUnsaved(times !== savedTimes)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const readField = (name: string) => String(data.get(name) ?? '')
    const isOn = (kind: string, channel: string) =>
      data.has(`${kind} ${channel}`) ? ('now' as const) : ('off' as const)
    const modes = KINDS.flatMap((kind) => [
      // Each alert has its own channel. Here the user only allows or forbids e-mails and push messages for alerts.
      ...(kind === 'reminder' ? [] : [{ kind, channel: 'in-app' as const, mode: isOn(kind, 'in-app') }]),
      { kind, channel: 'push' as const, mode: isOn(kind, 'push') },
      ...(hasMail
        ? [
            {
              ...{ kind, channel: 'email' as const },
              mode: EMAIL_MODES.find((mode) => mode === readField(`${kind} email`)) ?? 'off',
            },
          ]
        : []),
    ])
    const agenda = AGENDAS.find((mode) => mode === readField('agenda'))
    void submit(
      () =>
        setNotificationSettings({
          modes,
          quietHours: isQuiet ? { from: times.from, to: times.to } : null,
          digestAt: times.digestAt,
          // Sent only if it was changed, because saving the agenda setting skips today's agenda.
          ...(agenda && agenda !== settings.agenda && { agenda }),
        }),
      () => {
        setSavedTimes(times)
        toast({ text: t('saved') })
      },
    )
  }
  const timeField = (name: keyof typeof times, label: string) => (
    <div className="field">
      <span className="label" aria-hidden>
        {label}
      </span>
      <TimeField
        label={label}
        value={times[name]}
        format={viewer}
        onChange={(minutes) => setTimes({ ...times, [name]: minutes })}
      />
    </div>
  )
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate>
      <section className="card stack">
        <h2 id="kinds">{t('kinds')}</h2>
        {mail !== 'on' && <p className="muted">{t(mail === 'off' ? 'noMail' : 'unverified')}</p>}
        <table className={styles.settings} aria-labelledby="kinds">
          <thead>
            <tr>
              <th scope="col">{t('kind')}</th>
              <th scope="col">{t('inApp')}</th>
              <th scope="col">{t('push')}</th>
              {hasMail && <th scope="col">{t('email')}</th>}
            </tr>
          </thead>
          <tbody>
            {KINDS.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`names.${kind}`)}</th>
                <td>
                  {kind !== 'reminder' && (
                    <input
                      type="checkbox"
                      name={`${kind} in-app`}
                      defaultChecked={settings.modes[kind]['in-app'] !== 'off'}
                      aria-label={`${t(`names.${kind}`)}: ${t('inApp')}`}
                    />
                  )}
                </td>
                <td>
                  <input
                    type="checkbox"
                    name={`${kind} push`}
                    defaultChecked={settings.modes[kind].push !== 'off'}
                    aria-label={`${t(`names.${kind}`)}: ${t('push')}`}
                  />
                </td>
                {hasMail && (
                  <td>
                    <select
                      className="input"
                      name={`${kind} email`}
                      defaultValue={settings.modes[kind].email}
                      aria-label={`${t(`names.${kind}`)}: ${t('email')}`}
                    >
                      {EMAIL_MODES.filter((mode) => kind !== 'reminder' || mode !== 'digest').map((mode) => (
                        <option key={mode} value={mode}>
                          {t(`modes.${mode}`)}
                        </option>
                      ))}
                    </select>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="card stack">
        <h2>{t('times')}</h2>
        {hasMail && (
          <div className="row">
            {timeField('digestAt', t('digestAt'))}
            <SelectField
              label={t('agenda')}
              name="agenda"
              defaultValue={settings.agenda}
              options={AGENDAS.map((agenda) => [agenda, t(`agendas.${agenda}`)])}
            />
          </div>
        )}
        <label>
          <input type="checkbox" checked={isQuiet} onChange={({ target }) => setQuiet(target.checked)} />{' '}
          {t('quiet')}
        </label>
        <p className="muted">{t('quietHint')}</p>
        {isQuiet && (
          <div className="row">
            {timeField('from', t('from'))}
            {timeField('to', t('to'))}
          </div>
        )}
      </section>
      <SubmitRow error={formError()}>
        <button type="submit" className="button primary" {...button}>
          {t(busy ? 'saving' : 'save')}
        </button>
      </SubmitRow>
    </form>
  )
}
