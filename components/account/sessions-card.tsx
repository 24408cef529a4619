'use client'

import { Monitor, Smartphone } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { formatAgo } from '@/components/ui/relative-time'
import { endOtherSessions, endSession } from '@/lib/actions/security'

interface SessionItem {
  id: string
  browser: string | null
  system: string | null
  address: string | null
  lastUsedAt: Date
  isCurrent: boolean
}

/** Lists the user's sessions, with buttons to end them. */
export function SessionsCard({
  sessions,
  locale,
  timeZone,
  now,
}: {
  sessions: SessionItem[]
  locale: string
  timeZone: string
  now: number
}) {
  const t = useTranslations('security')
  const router = useRouter()
  const { button, formError, submit } = useSubmit()
  const [status, setStatus] = useState('')
  const problem = formError()

  const nameOf = ({ browser, system }: SessionItem) =>
    t('device', { browser: browser ?? t('someBrowser'), system: system ?? t('someSystem') })
  const addressText = ({ address }: SessionItem) =>
    address && (/^(127\.|::1$)/.test(address) ? t('thisMachine') : address)
  const whenUsed = (session: SessionItem) => {
    const address = addressText(session)
    const when = formatLastUse(session.lastUsedAt.getTime(), now, locale, timeZone)
    if (!address) return t('usedAtUnknown', { when })
    return session.isCurrent ? t('usedNow', { address }) : t('usedAt', { when, address })
  }

  return (
    <section className="card stack" aria-labelledby="sessions">
      <h2 id="sessions">{t('sessions')}</h2>
      <p className="muted">{t('sessionsHint')}</p>
      <ul className="rows">
        {sessions.map((session) => (
          <li key={session.id} className="session">
            {/^(iPhone|Android)$/.test(session.system ?? '') ? (
              <Smartphone size={20} aria-hidden />
            ) : (
              <Monitor size={20} aria-hidden />
            )}
            <span className="grow">
              <span className="session-name">
                {nameOf(session)} {session.isCurrent && <strong className="here">{t('here')}</strong>}
              </span>
              <small>{whenUsed(session)}</small>
            </span>
            {!session.isCurrent && (
              <button
                type="button"
                className="button"
                {...button}
                aria-label={t('endOf', { device: nameOf(session) })}
                onClick={() =>
                  submit<object>(
                    () => endSession({ session: session.id }),
                    () => {
                      setStatus(t('ended'))
                      router.refresh()
                    },
                  )
                }
              >
                {t('end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="status-text">
        {status}
      </p>
      <FormError error={problem} />
      {sessions.length > 1 && (
        <div className="row-end">
          <button
            type="button"
            className="button danger"
            {...button}
            onClick={() =>
              submit<{ result: { ended: number } }>(
                () => endOtherSessions(),
                ({ result }) => {
                  setStatus(t('endedOthers', { count: result.ended }))
                  router.refresh()
                },
              )
            }
          >
            {t('endOthers')}
          </button>
        </div>
      )}
    </section>
  )
}

const WEEK_MS = 7 * 86_400_000

/** Formats when a session was last used: relative within a week, then as a date. */
function formatLastUse(at: number, now: number, locale: string, timeZone: string): string {
  if (now - at < WEEK_MS) return formatAgo(at, now, { locale, timeZone })
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(at)
}
