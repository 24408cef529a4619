import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountPage } from '@/components/account/account-page'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { env } from '@/lib/env'
import { currentUser } from '@/lib/http/actor'
import { invitedBy } from '@/lib/http/invitation'
import { returnPath } from '@/lib/http/return-path'
import { registration } from '@/lib/queries/registration'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signUp') }
}

export default async function SignUp({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>
}) {
  const to = returnPath((await searchParams).to)
  const invited = await invitedBy(to)
  const state = await db.transaction(async (tx) =>
    registration(await grant(tx, NOBODY, 'read', 'instance', null), invited !== undefined),
  )
  return (
    <AccountPage
      kind="sign-up"
      to={to}
      user={await currentUser()}
      google={env.google !== undefined}
      registration={state}
      invited={invited}
    />
  )
}
