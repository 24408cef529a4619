import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { InvalidLink } from '@/components/account/invalid-link'
import { InvitedLine } from '@/components/account/invited-line'
import { SignInByLink } from '@/components/account/link-forms'
import { PublicFrame } from '@/components/account/public-frame'
import { ClientMessages } from '@/components/shell/client-messages'
import { readAccountLink } from '@/lib/http/account-link'
import { pendingInvitationAt } from '@/lib/http/invitation'
import { returnPath } from '@/lib/http/return-path'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('links')
  return { title: t('enterTitle'), robots: { index: false } }
}

export default async function SignInLink({
  params,
  searchParams,
}: {
  params: Promise<{ token: string }>
  searchParams: Promise<{ to?: string | string[] }>
}) {
  const link = await readAccountLink('sign-in', (await params).token)
  if (link?.state !== 'open') return <InvalidLink state={link?.state} requestPath="/sign-in/link" />
  const t = await getTranslations('links')
  const returnTo = returnPath((await searchParams).to)
  const invited = await pendingInvitationAt(returnTo)
  return (
    <PublicFrame title={t('enterTitle')}>
      <p className="lead">{t('enterLead', { email: link.email })}</p>
      <InvitedLine invited={invited} isSignUp={false} />
      <ClientMessages namespaces={['links', 'errors']}>
        <SignInByLink token={link.token} returnTo={invited?.to ?? returnTo} invitation={invited?.token} />
      </ClientMessages>
    </PublicFrame>
  )
}
