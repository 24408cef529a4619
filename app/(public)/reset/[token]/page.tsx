import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { InvalidLink } from '@/components/account/invalid-link'
import { PublicFrame } from '@/components/account/public-frame'
import { ResetByLink } from '@/components/account/reset-by-link'
import { ClientMessages } from '@/components/shell/client-messages'
import { shownLink } from '@/lib/http/account-link'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('resetTitle'), robots: { index: false } }
}

export default async function Reset({ params }: { params: Promise<{ token: string }> }) {
  const link = await shownLink('reset', (await params).token)
  if (link?.state !== 'open') return <InvalidLink state={link?.state} requestPath="/reset" />
  const t = await getTranslations('links')
  return (
    <PublicFrame title={t('resetTitle')}>
      <p className="lead">{t('newPasswordLead', { email: link.email })}</p>
      <ClientMessages namespaces={['links', 'auth', 'errors']}>
        <ResetByLink token={link.token} email={link.email} />
      </ClientMessages>
    </PublicFrame>
  )
}
