import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { setInstanceAdmin, suspendUser, unsuspendUser } from '@/lib/actions/instance'
import type { UserDetail } from '@/lib/schemas/admin-entries'
import { ActionButton } from './action-button'
import styles from './admin.module.css'
import { type DateSettings, formatInstant } from './format'

/** Name, state and permissions of an account, with the actions that change them. */
export function UserHead({
  user,
  viewer,
  canSendMail,
}: {
  user: UserDetail
  viewer: DateSettings & { id: string }
  canSendMail: boolean
}) {
  const t = useTranslations('admin')
  const words = useTranslations('adminUser')
  const { id, name } = user
  const isOwn = id === viewer.id
  return (
    <section className="card stack" aria-label={name}>
      <div className={styles.adminPerson}>
        <Avatar id={id} name={name} />
        <div>
          <h2 dir="auto">{name}</h2>
          <p className="muted">{user.email}</p>
        </div>
        <span className={styles.adminMarks}>
          {user.admin && <span className={`${styles.adminMark} ${styles.isAdmin}`}>{t('marks.admin')}</span>}
          {user.suspended && (
            <span className={`${styles.adminMark} ${styles.isSuspended}`}>{t('marks.suspended')}</span>
          )}
          {canSendMail && !user.verified && <span className={styles.adminMark}>{t('marks.unverified')}</span>}
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
          !isOwn && (
            <ActionButton
              action={suspendUser.bind(null, { user: id })}
              label={t('actions.suspend')}
              confirmation={t('confirm.suspend', { name })}
              done={t('done.suspend')}
              isDangerous
            />
          )
        )}
        <ActionButton
          action={setInstanceAdmin.bind(null, { user: id, admin: !user.admin })}
          label={t(user.admin ? 'actions.unmakeAdmin' : 'actions.makeAdmin')}
          confirmation={t(user.admin ? 'confirm.unmakeAdmin' : 'confirm.makeAdmin', { name })}
          done={t(user.admin ? 'done.unmakeAdmin' : 'done.makeAdmin')}
          isDangerous={user.admin}
        />
      </div>
    </section>
  )
}
