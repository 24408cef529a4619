import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountPage } from '@/components/account/account-page'
import { returnPath } from '@/lib/http/return-path'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signIn') }
}

export default async function SignIn({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>
}) {
  return <AccountPage kind="sign-in" to={returnPath((await searchParams).to)} />
}
