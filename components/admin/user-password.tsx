import { useTranslations } from 'next-intl'
import { sendResetLink } from '@/lib/actions/instance'
import type { UserDetail } from '@/lib/schemas/admin-entries'
import { ActionButton } from './action-button'

/** Sends a reset link, or says how to set a password without mail. */
export function UserPassword({ user, canSendMail }: { user: UserDetail; canSendMail: boolean }) {
  const t = useTranslations('admin')
  const words = useTranslations('adminUser')
  const { id } = user
  return (
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
  )
}
