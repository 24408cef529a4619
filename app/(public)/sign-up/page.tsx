import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountPage } from '@/components/account/account-page'
import { env } from '@/lib/env'
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
  const to = returnPath((await searchParams).to)
  return <AccountPage kind="sign-up" to={to} google={env.google !== undefined} />
}
