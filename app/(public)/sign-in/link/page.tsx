import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { InvitedLine } from '@/components/account/invited-line'
import { PublicFrame } from '@/components/account/public-frame'
import { RequestLink } from '@/components/account/request-link'
import { ClientMessages } from '@/components/shell/client-messages'
import { mailState } from '@/lib/http/account-link'
import { pendingInvitationAt } from '@/lib/http/invitation'
import { returnPath } from '@/lib/http/return-path'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('signInTitle') }
}

export default async function RequestSignInLink({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>
}) {
  const mail = await mailState()
  if (mail === 'off') notFound()
  const t = await getTranslations('links')
  const returnTo = returnPath((await searchParams).to)
  return (
    <PublicFrame
      title={t('signInTitle')}
      footer={<Link href={`/sign-in?to=${encodeURIComponent(returnTo)}`}>{t('back')}</Link>}
    >
      <InvitedLine invited={await pendingInvitationAt(returnTo)} isSignUp={false} />
      <ClientMessages namespaces={['links', 'errors']}>
        <RequestLink purpose="sign-in" returnTo={returnTo} isMailDelayed={mail === 'delayed'} />
      </ClientMessages>
    </PublicFrame>
  )
}
