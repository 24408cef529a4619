import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import styles from '@/components/account/settings.module.css'
import { SettingsNav } from '@/components/account/settings-nav'
import { currentUser } from '@/lib/http/actor'

/** Layout of the settings with their navigation beside or above. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const user = await currentUser()
  const t = await getTranslations('settings')
  // Each page redirects signed-out visitors to sign-in itself.
  if (!user) return children
  const pages = [
    ['/settings', t('nav.profile')],
    ['/settings/notifications', t('nav.notifications')],
    ['/settings/security', t('nav.security')],
    ['/settings/alerts', t('nav.alerts')],
    ['/settings/calendars', t('nav.connections')],
    ['/calendars', t('nav.calendars')],
    ['/import', t('nav.import')],
    ...(user.instanceAdmin ? [['/admin', t('nav.admin')] as const] : []),
    ['/settings/account', t('nav.account')],
  ] as const
  return (
    <div className={styles.settings}>
      <SettingsNav label={t('pages')} pages={pages} />
      {children}
    </div>
  )
}
