import { useTranslations } from 'next-intl'
import { endSessions } from '@/lib/actions/instance'
import type { UserDetail } from '@/lib/schemas/admin-entries'
import { ActionButton } from './action-button'
import { type DateSettings, formatInstant } from './format'

/** Devices that an account is signed in on. */
export function UserSessions({ user, viewer }: { user: UserDetail; viewer: DateSettings }) {
  const t = useTranslations('admin')
  const words = useTranslations('adminUser')
  const security = useTranslations('security')
  const { id, name } = user
  return (
    <section className="card stack" aria-label={words('sessions')}>
      <div className="page-head">
        <h2>{words('sessions')}</h2>
        {user.sessions.length > 0 && (
          <ActionButton
            action={endSessions.bind(null, { user: id })}
            label={t('actions.endSessions')}
            confirmation={t('confirm.endSessions', { name })}
            done={t('done.endSessions')}
          />
        )}
      </div>
      {user.sessions.length ? (
        <ul className="rows">
          {user.sessions.map((session) => (
            <li key={session.id}>
              <span className="grow">
                <span title={session.userAgent ?? undefined}>
                  {session.browser || session.system
                    ? security('device', {
                        browser: session.browser ?? security('someBrowser'),
                        system: session.system ?? security('someSystem'),
                      })
                    : (session.userAgent ?? words('unknownDevice'))}
                </span>
                <br />
                <small>
                  {session.address && `${session.address} · `}
                  {words('lastUsed', { date: formatInstant(session.lastUsed, viewer) })}
                </small>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">{words('noSessions')}</p>
      )}
    </section>
  )
}
