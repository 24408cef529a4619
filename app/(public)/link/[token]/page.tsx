import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ClosedLink } from '@/components/account/closed-link'
import { InvitedLine } from '@/components/account/invited-line'
import { PublicFrame } from '@/components/account/public-frame'
import { SignInByLink } from '@/components/account/use-link'
import { ClientMessages } from '@/components/shell/client-messages'
import { shownLink } from '@/lib/http/account-link'
import { openInvitationAt } from '@/lib/http/invitation'
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
  const link = await shownLink('sign-in', (await params).token)
  if (link?.state !== 'open') return <ClosedLink state={link?.state} askAt="/sign-in/link" />
  const t = await getTranslations('links')
  const to = returnPath((await searchParams).to)
  const invited = await openInvitationAt(to)
  return (
    <PublicFrame title={t('enterTitle')}>
      <p className="lead">{t('enterLead', { email: link.email })}</p>
      <InvitedLine invited={invited} isSignUp={false} />
      <ClientMessages namespaces={['links', 'errors']}>
        <SignInByLink token={link.token} to={invited?.to ?? to} invitation={invited?.token} />
      </ClientMessages>
    </PublicFrame>
  )
}
