import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountPage } from '@/components/account/account-page'
import { env } from '@/lib/env'
import { mailState } from '@/lib/http/account-link'
import { currentUser } from '@/lib/http/actor'
import { pendingInvitationAt, signUpStateFor } from '@/lib/http/invitation'
import { returnPath } from '@/lib/http/return-path'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signIn') }
}

export default async function SignIn({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[]; error?: string | string[] }>
}) {
  const { to, error } = await searchParams
  const returnTo = returnPath(to)
  const invited = await pendingInvitationAt(returnTo)
  return (
    <AccountPage
      kind="sign-in"
      returnTo={returnTo}
      signUpState={await signUpStateFor(invited)}
      invited={invited}
      user={await currentUser()}
      hasGoogle={env.google !== undefined}
      hasMailLinks={(await mailState()) !== 'off'}
      problem={error?.toString()}
    />
  )
}
