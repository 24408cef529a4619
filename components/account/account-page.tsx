import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Brand } from '@/components/shell/brand'
import { ClientMessages } from '@/components/shell/client-messages'
import { AccountForm } from './account-form'

/** The page around signing in and signing up: each leads to the other. */
export async function AccountPage({
  kind,
  to,
  registration = 'open',
  invitation,
}: {
  kind: 'sign-in' | 'sign-up'
  to: string
  /** Whether one may sign up. */
  registration?: 'first' | 'open' | 'closed' | 'invitation'
  /** The secret of the invitation that one comes by. */
  invitation?: string
}) {
  const t = await getTranslations('auth')
  const app = await getTranslations('app')
  const making = kind === 'sign-up'
  const other = `/${making ? 'sign-in' : 'sign-up'}?to=${encodeURIComponent(to)}`
  return (
    <>
      <header className="public-head">
        <Link href="/" className="public-brand">
          <Brand /> {app('name')}
        </Link>
      </header>
      <main className="narrow">
        {registration === 'closed' || registration === 'invitation' ? (
          <>
            <h1>{t(registration === 'closed' ? 'closedTitle' : 'byInvitationTitle')}</h1>
            <p className="lead">{t(registration === 'closed' ? 'closedText' : 'byInvitationText')}</p>
          </>
        ) : (
          <>
            <h1>{t(making ? 'signUp' : 'signIn')}</h1>
            {registration === 'first' && <p className="lead">{t('firstText')}</p>}
            <ClientMessages namespaces={['auth', 'errors']}>
              <AccountForm kind={kind} to={to} invitation={invitation} />
            </ClientMessages>
          </>
        )}
        <p className="alternative">
          {t(making ? 'haveAccount' : 'noAccount')}{' '}
          <Link href={other}>{t(making ? 'toSignIn' : 'toSignUp')}</Link>
        </p>
      </main>
    </>
  )
}
