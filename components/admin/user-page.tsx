import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { Toasts } from '@/components/ui/toast'
import {
  endSessions,
  sendResetLink,
  setInstanceAdmin,
  suspendUser,
  unsuspendUser,
} from '@/lib/actions/instance'
import type { UserDetail } from '@/lib/schemas/admin-entries'
import { ActionButton } from './action-button'
import styles from './admin.module.css'
import { type DateSettings, formatInstant } from './format'

/** Account details for administrators: groups, sessions and available actions. */
export function UserPage({
  user,
  viewer,
  canSendMail,
}: {
  user: UserDetail
  viewer: DateSettings & { id: string }
  /** Whether this server is configured to send mail. */
  canSendMail: boolean
}) {
  const t = useTranslations('admin')
  const words = useTranslations('adminUser')
  const security = useTranslations('security')
  const { id, name } = user
  const own = id === viewer.id
  return (
    <>
      <section className="card stack" aria-label={name}>
        <div className={styles.adminPerson}>
          <Avatar id={id} name={name} />
          <div>
            <h2 dir="auto">{name}</h2>
            <p className="muted">{user.email}</p>
          </div>
          <span className={styles.adminMarks}>
            {user.admin && (
              <span className={`${styles.adminMark} ${styles.isAdmin}`}>{t('marks.admin')}</span>
            )}
            {user.suspended && (
              <span className={`${styles.adminMark} ${styles.isSuspended}`}>{t('marks.suspended')}</span>
            )}
            {canSendMail && !user.verified && (
              <span className={styles.adminMark}>{t('marks.unverified')}</span>
            )}
          </span>
        </div>
        <p className="muted">
          {words('since', { date: formatInstant(user.createdAt, viewer) })} ·{' '}
          <Link href={`/admin/calendars?of=${id}`} prefetch={false}>
            {words('calendars', { count: user.calendars })}
          </Link>{' '}
          ·{' '}
          <Link href={`/admin/audit?of=${id}`} prefetch={false}>
            {t('lists.audit')}
          </Link>
        </p>
        <div className="row">
          {user.suspended ? (
            <ActionButton
              action={unsuspendUser.bind(null, { user: id })}
              label={t('actions.unsuspend')}
              done={t('done.unsuspend')}
            />
          ) : (
            !own && (
              <ActionButton
                action={suspendUser.bind(null, { user: id })}
                label={t('actions.suspend')}
                confirmation={t('confirm.suspend', { name })}
                done={t('done.suspend')}
                danger
              />
            )
          )}
          <ActionButton
            action={setInstanceAdmin.bind(null, { user: id, admin: !user.admin })}
            label={t(user.admin ? 'actions.unmakeAdmin' : 'actions.makeAdmin')}
            confirmation={t(user.admin ? 'confirm.unmakeAdmin' : 'confirm.makeAdmin', { name })}
            done={t(user.admin ? 'done.unmakeAdmin' : 'done.makeAdmin')}
            danger={user.admin}
          />
        </div>
      </section>
      <section className="card stack" aria-label={words('password')}>
        <h2>{words('password')}</h2>
        {user.suspended ? (
          <p className="muted">{t('reasons.suspended')}</p>
        ) : canSendMail ? (
          <div className="setting">
            <p className="muted">{words('resetHint')}</p>
            <ActionButton
              action={sendResetLink.bind(null, { user: id })}
              label={t('actions.sendResetLink')}
              confirmation={t('confirm.sendResetLink', { email: user.email })}
              done={t('done.sendResetLink', { email: user.email })}
            />
          </div>
        ) : (
          <>
            <p className="muted">{words('resetByShell')}</p>
            <pre className="command" dir="ltr">
              <code>npm run admin -- reset-password {user.email}</code>
            </pre>
          </>
        )}
      </section>
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
      <section className="card stack" aria-label={t('lists.groups')}>
        <h2>{t('lists.groups')}</h2>
        {user.memberships.length ? (
          <ul className="rows">
            {user.memberships.map((group) => (
              <li key={group.id}>
                <Link href={`/admin/users?of=${group.id}`} prefetch={false} className="grow" dir="auto">
                  {group.name}
                </Link>
                <small>{t(`roles.${group.role as 'owner'}`)}</small>
              </li>
            ))}
          </ul>
        ) : (
          <p className="muted">{words('noGroups')}</p>
        )}
      </section>
      <Toasts />
    </>
  )
}
