import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Brand } from '@/components/shell/brand'
import { ClientMessages } from '@/components/shell/client-messages'
import { AccountForm } from './account-form'

/** The page around signing in and signing up: each leads to the other. */
export async function AccountPage({ kind, to }: { kind: 'sign-in' | 'sign-up'; to: string }) {
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
        <h1>{t(making ? 'signUp' : 'signIn')}</h1>
        <ClientMessages namespaces={['auth', 'errors']}>
          <AccountForm kind={kind} to={to} />
        </ClientMessages>
        <p className="alternative">
          {t(making ? 'haveAccount' : 'noAccount')}{' '}
          <Link href={other}>{t(making ? 'toSignIn' : 'toSignUp')}</Link>
        </p>
      </main>
    </>
  )
}
