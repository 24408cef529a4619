import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { InvalidLink } from '@/components/account/invalid-link'
import { PublicFrame } from '@/components/account/public-frame'
import { ResetPasswordForm } from '@/components/account/reset-password-form'
import { ClientMessages } from '@/components/shell/client-messages'
import { readAccountLink } from '@/lib/http/account-link'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('resetTitle'), robots: { index: false } }
}

export default async function Reset({ params }: { params: Promise<{ token: string }> }) {
  const link = await readAccountLink('reset', (await params).token)
  if (link?.state !== 'open') return <InvalidLink state={link?.state} requestPath="/reset" />
  const t = await getTranslations('links')
  return (
    <PublicFrame title={t('resetTitle')}>
      <p className="lead">{t('newPasswordLead', { email: link.email })}</p>
      <ClientMessages namespaces={['links', 'auth', 'errors']}>
        <ResetPasswordForm token={link.token} email={link.email} />
      </ClientMessages>
    </PublicFrame>
  )
}
