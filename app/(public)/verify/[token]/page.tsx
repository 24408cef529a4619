import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { InvalidLink } from '@/components/account/invalid-link'
import { VerifyByLink } from '@/components/account/link-forms'
import { PublicFrame } from '@/components/account/public-frame'
import { ClientMessages } from '@/components/shell/client-messages'
import { readAccountLink } from '@/lib/http/account-link'
import { currentUser } from '@/lib/http/actor'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('verifyTitle'), robots: { index: false } }
}

export default async function Verify({ params }: { params: Promise<{ token: string }> }) {
  const link = await readAccountLink('verify', (await params).token)
  if (link?.state !== 'open') return <InvalidLink state={link?.state} requestPath="/settings/security" />
  const t = await getTranslations('links')
  const user = await currentUser()
  const { email, accountEmail, token } = link
  if (!user) {
    return (
      <PublicFrame title={t('verifyTitle')}>
        <p className="lead">{t('verifySignInLead', { email })}</p>
        <Link href={`/sign-in?to=${encodeURIComponent(`/verify/${token}`)}`} className="button primary large">
          {t('verifySignIn')}
        </Link>
      </PublicFrame>
    )
  }
  if (!link.isOwn) {
    return (
      <PublicFrame title={t('verifyOther')}>
        <p className="lead">{t('verifyOtherLead', { email: user.email })}</p>
      </PublicFrame>
    )
  }
  return (
    <PublicFrame title={t('verifyTitle')}>
      <p className="lead">
        {t('verifyLead', { email })} {email !== accountEmail && t('verifyChange', { old: accountEmail })}
      </p>
      <ClientMessages namespaces={['links', 'errors']}>
        <VerifyByLink token={token} email={email} />
      </ClientMessages>
    </PublicFrame>
  )
}
