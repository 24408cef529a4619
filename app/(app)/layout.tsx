import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ConfirmAddress } from '@/components/account/confirm-address'
import { CommandMenuShortcut } from '@/components/command-menu/command-menu-shortcut'
import { Alerts } from '@/components/notifications/alerts'
import { Bell } from '@/components/notifications/bell'
import { ClientMessages } from '@/components/shell/client-messages'
import { Nav } from '@/components/shell/nav'
import styles from '@/components/shell/shell.module.css'
import { mailState } from '@/lib/http/account-link'
import { currentUser, viewerOf } from '@/lib/http/actor'

export default async function AppLayout({ children }: { children: ReactNode }) {
  const user = await currentUser()
  // Each page redirects signed-out visitors to sign-in itself, with its own return path.
  if (!user) return children
  const t = await getTranslations('app')
  const viewer = viewerOf(user)
  const mail = user.emailVerified ? null : await mailState()
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t('skip')}
      </a>
      {mail && mail !== 'off' && <ConfirmAddress email={user.email} isMailDelayed={mail === 'delayed'} />}
      <ClientMessages namespaces={['nav']}>
        <Nav name={user.name} bell={<Bell viewer={viewer} />} />
        <Alerts viewer={viewer} />
        <CommandMenuShortcut viewer={viewer} />
      </ClientMessages>
      {children}
    </div>
  )
}
