import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Toasts } from '@/components/ui/toast'
import type { UserDetail } from '@/lib/schemas/admin-entries'
import type { DateSettings } from './format'
import { UserHead } from './user-head'
import { UserPassword } from './user-password'
import { UserSessions } from './user-sessions'

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
  return (
    <>
      <UserHead user={user} viewer={viewer} canSendMail={canSendMail} />
      <UserPassword user={user} canSendMail={canSendMail} />
      <UserSessions user={user} viewer={viewer} />
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
