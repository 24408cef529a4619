import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountPage } from '@/components/account/account-page'
import { env } from '@/lib/env'
import { currentUser } from '@/lib/http/actor'
import { pendingInvitationAt, signUpStateFor } from '@/lib/http/invitation'
import { returnPath } from '@/lib/http/return-path'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signUp') }
}

export default async function SignUp({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>
}) {
  const returnTo = returnPath((await searchParams).to, '/welcome')
  const invited = await pendingInvitationAt(returnTo)
  return (
    <AccountPage
      kind="sign-up"
      returnTo={returnTo}
      user={await currentUser()}
      hasGoogle={env.google !== undefined}
      signUpState={await signUpStateFor(invited)}
      invited={invited}
    />
  )
}
