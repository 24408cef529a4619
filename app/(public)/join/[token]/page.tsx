import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { JoinButton } from '@/components/group/join-button'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { invitationToken } from '@/lib/schemas/groups'

/** The address is a secret: it is not to be found, nor told to where a link leads. */
export const metadata: Metadata = { robots: { index: false }, referrer: 'no-referrer' }

export default async function Join({ params }: { params: Promise<{ token: string }> }) {
  const token = invitationToken.safeParse((await params).token)
  if (!token.success) notFound()
  const t = await getTranslations('join')
  const actor = await requestActor()
  const found = await db
    .transaction((tx) => grant(tx, actor, 'read', 'invitation', { token: token.data }))
    .catch(() => null)
  const invitation = found?.row
  const here = encodeURIComponent(`/join/${token.data}`)
  if (!invitation || (invitation.state !== 'open' && !invitation.member)) {
    return (
      <main className="narrow join-card">
        <h1>{t('closed', { state: invitation?.state ?? 'unknown' })}</h1>
        <p className="lead">{t('closedHint')}</p>
      </main>
    )
  }
  return (
    <main className="narrow join-card">
      <span className={`join-mark c-${invitation.groupColor}`} aria-hidden="true" />
      <p className="lead">{t('invites', { name: invitation.invitedBy })}</p>
      <h1 dir="auto">{invitation.groupName}</h1>
      {invitation.member ? (
        <>
          <p className="lead">{t('member')}</p>
          <Link href="/calendar" className="button primary large">
            {t('open')}
          </Link>
        </>
      ) : (
        <>
          <p className="lead">{t('asRole', { role: invitation.role })}</p>
          {actor.kind === 'user' ? (
            <ClientMessages namespaces={['join', 'errors']}>
              <JoinButton token={token.data} group={invitation.groupName} />
            </ClientMessages>
          ) : (
            <>
              <Link href={`/sign-up?to=${here}`} className="button primary large">
                {t('signUp')}
              </Link>
              <Link href={`/sign-in?to=${here}`} className="button large">
                {t('signIn')}
              </Link>
            </>
          )}
        </>
      )}
    </main>
  )
}
