import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DeliveryLog } from '@/components/notifications/delivery-log'
import { PushCard } from '@/components/notifications/push-card'
import { NotificationSettingsForm } from '@/components/notifications/settings-form'
import { TestCard } from '@/components/notifications/test-card'
import { ClientMessages } from '@/components/shell/client-messages'
import { Toasts } from '@/components/ui/toast'
import { db } from '@/db/client'
import { requestSession } from '@/lib/auth/session'
import { vapidKeys } from '@/lib/commands/rows/vapid-keys'
import { pageUser, viewerOf } from '@/lib/http/actor'
import { isMailEnabled } from '@/lib/mail/send'
import { deliveryLog } from '@/lib/queries/notifications/delivery-log'
import { notificationSettingsOf } from '@/lib/queries/notifications/settings'
import { listPushDevices } from '@/lib/queries/push-devices'
import { pushTests } from '@/lib/queries/push-tests'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notificationSettings')
  return { title: t('title') }
}

export default async function NotificationSettingsPage() {
  const user = await pageUser('/settings/notifications')
  const t = await getTranslations('notificationSettings')
  const session = (await requestSession())!.session.id
  const settings = await notificationSettingsOf(db, user.id)
  const viewer = viewerOf(user)
  const mail = !isMailEnabled() ? 'off' : user.emailVerified ? 'on' : 'unverified'
  return (
    <main className="page" id="main">
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      <ClientMessages namespaces={['notificationSettings', 'push', 'errors']}>
        <PushCard
          devices={await listPushDevices(db, user.id, session)}
          tests={await pushTests(db, user.id)}
          publicKey={(await vapidKeys()).publicKey}
          hidesDetails={settings.hidesPushDetails}
          viewer={viewer}
          now={Date.now()}
        />
        <NotificationSettingsForm settings={settings} mail={mail} viewer={viewer} />
        <TestCard hasMail={mail === 'on'} />
        <Toasts />
      </ClientMessages>
      <DeliveryLog deliveries={await deliveryLog(db, user.id)} viewer={viewer} />
    </main>
  )
}
