import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ClientMessages } from '@/components/shell/client-messages'
import { WelcomePage } from '@/components/welcome/welcome-page'
import { pageUser, requestReach } from '@/lib/http/actor'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('welcome')
  return { title: t('title') }
}

/** First steps after sign-up: the user creates a group and gets the link that invites its members. */
export default async function Welcome() {
  const user = await pageUser('/welcome')
  const { reach } = await requestReach()
  if (reach.groups.length) redirect('/calendar')
  return (
    <ClientMessages namespaces={['welcome', 'errors']}>
      <WelcomePage name={user.name} />
    </ClientMessages>
  )
}
