import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountPage } from '@/components/account/account-page'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { invitationIn, returnPath } from '@/lib/http/return-path'
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
  const token = invitationIn(to)
  const state = await db.transaction(async (tx) => {
    const invitation =
      token && (await grant(tx, NOBODY, 'read', 'invitation', { token }).catch(unlessRefused))
    const invited = invitation ? invitation.row.state === 'open' : false
    return registration(await grant(tx, NOBODY, 'read', 'instance', null), invited)
  })
  return (
    <AccountPage
      kind="sign-up"
      to={to}
      google={env.google !== undefined}
      registration={state}
      invitation={token}
    />
  )
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}
