import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BlockedCard } from '@/components/account/blocked-card'
import { EmailCard } from '@/components/account/email-card'
import { GoogleCard } from '@/components/account/google-card'
import { PasswordCard } from '@/components/account/password-card'
import { SessionsCard } from '@/components/account/sessions-card'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestSession } from '@/lib/auth/session'
import { env } from '@/lib/env'
import { mailState } from '@/lib/http/account-link'
import { pageUser, requestActor } from '@/lib/http/actor'
import { signInMethods } from '@/lib/queries/security'
import { listBlockedUsers } from '@/lib/queries/shares'
import { toFormattingLocale } from '@/lib/schemas/languages'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('security')
  return { title: t('title') }
}

export default async function Security({
  searchParams,
}: {
  searchParams: Promise<{ error?: string | string[] }>
}) {
  const user = await pageUser('/settings/security')
  const session = (await requestSession())!.session.id
  const actor = await requestActor()
  const methods = await db.transaction(async (tx) =>
    signInMethods(tx, await grant(tx, actor, 'read', 'self', null), session),
  )
  const t = await getTranslations('security')
  const canSendMail = (await mailState()) !== 'off'
  const { error } = await searchParams
  // `off`: not configured on this server. `on`: configured, but not connected to this account.
  const google = !env.google ? 'off' : methods.hasGoogle ? 'connected' : 'on'
  return (
    <main className="page" id="main">
      <h1>{t('title')}</h1>
      <ClientMessages namespaces={['security', 'auth', 'confirmAddress', 'errors']}>
        <EmailCard
          email={methods.email}
          isVerified={methods.isVerified}
          pending={methods.pending}
          hasPassword={methods.hasPassword}
          canSendMail={canSendMail}
        />
        <PasswordCard email={methods.email} hasPassword={methods.hasPassword} />
        <GoogleCard
          state={google}
          // A verified address is a method too, if mails can be sent: users can sign in with a link by mail.
          isOnlyMethod={!methods.hasPassword && !(canSendMail && methods.isVerified)}
          hasPassword={methods.hasPassword}
          problem={error?.toString()}
        />
        <SessionsCard
          sessions={methods.sessions}
          locale={toFormattingLocale(user.locale)}
          timeZone={user.timeZone}
          now={Date.now()}
        />
        <BlockedCard blocked={await listBlockedUsers(db, user.id)} />
      </ClientMessages>
    </main>
  )
}
