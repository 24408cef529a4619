import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ConfirmAddress } from '@/components/account/confirm-address'
import { AppBar } from '@/components/command-menu/app-bar'
import { ClientMessages } from '@/components/shell/client-messages'
import styles from '@/components/shell/shell.module.css'
import { mailState } from '@/lib/http/account-link'
import { currentUser, viewerOf } from '@/lib/http/actor'

export default async function AppLayout({ children }: { children: ReactNode }) {
  const user = await currentUser()
  // Each page redirects signed-out visitors to sign-in itself, with its own return path.
  if (!user) return children
  const t = await getTranslations('app')
  const mail = user.emailVerified ? null : await mailState()
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t('skip')}
      </a>
      {mail && mail !== 'off' && <ConfirmAddress email={user.email} isMailDelayed={mail === 'delayed'} />}
      <ClientMessages namespaces={['nav']}>
        <AppBar viewer={viewerOf(user)} />
      </ClientMessages>
      {children}
    </div>
  )
}
