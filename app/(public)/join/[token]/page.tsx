import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { InvitationFrame } from '@/components/account/public-frame'
import { JoinButton } from '@/components/group/join-button'
import { ClientMessages } from '@/components/shell/client-messages'
import { Avatar } from '@/components/ui/avatar'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { AppError } from '@/lib/errors'
import { currentUser, requestActor } from '@/lib/http/actor'
import { invitationPreview } from '@/lib/queries/invitations'
import { signUpState } from '@/lib/queries/sign-up-state'
import { invitationToken } from '@/lib/schemas/invitations'
import styles from './join.module.css'

/** The URL is a secret: it must not be indexed, nor sent as referrer. */
export const metadata: Metadata = { robots: { index: false }, referrer: 'no-referrer' }

export default async function Join({
  params,
  searchParams,
}: {
  params: Promise<{ token: string }>
  searchParams: Promise<{ arrived?: string | string[] }>
}) {
  const token = invitationToken.safeParse((await params).token)
  if (!token.success) notFound()
  const t = await getTranslations('join')
  const [actor, user] = [await requestActor(), await currentUser()]
  const found = await db
    .transaction(async (tx) => {
      const granted = await grant(tx, actor, 'read', 'invitation', { token: token.data })
      const preview = await invitationPreview(tx, granted)
      const instance = await grant(tx, actor, 'read', 'instance', null)
      return { ...preview, invitation: granted.row, canSignUp: signUpState(instance, true) !== 'closed' }
    })
    .catch((error) => {
      if (error instanceof AppError) return null
      throw error
    })
  const invitation = found?.invitation
  const returnTo = encodeURIComponent(`/join/${token.data}`)
  if (!invitation || (invitation.state !== 'open' && !invitation.isMember)) {
    return (
      <InvitationFrame>
        <h1>{t('closed', { state: invitation?.state ?? 'unknown' })}</h1>
        <p className="lead">{t(invitation?.state === 'removed' ? 'removedHint' : 'closedHint')}</p>
        {actor.kind === 'user' ? (
          <Link href="/calendar" className="button primary large">
            {t('open')}
          </Link>
        ) : (
          <>
            <Link href="/sign-in" className="button primary large">
              {t('signIn')}
            </Link>
            <Link href="/" className="button large">
              {t('home')}
            </Link>
          </>
        )}
      </InvitationFrame>
    )
  }
  // A user who has just signed in by this invitation is a member already.
  if (invitation.isMember && (await searchParams).arrived !== undefined) redirect('/calendar')
  const { inviter, group, memberCount, names, canSignUp } = found
  return (
    <InvitationFrame>
      <Avatar
        id={invitation.groupId}
        name={group.name}
        image={group.picture}
        color={group.color}
        isGroup
        size="huge"
      />
      <p className={`lead ${styles.inviter}`}>
        <Avatar id={inviter.id} name={inviter.name} image={inviter.picture} />
        <span dir="auto">{t('invites', { name: inviter.name })}</span>
      </p>
      <h1 dir="auto">{group.name}</h1>
      {group.description && (
        <p className={styles.about} dir="auto">
          {group.description}
        </p>
      )}
      <p className="lead" dir="auto">
        {t('who', { names: names.join(', '), count: memberCount - names.length })}
      </p>
      {invitation.isMember ? (
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
            <>
              <ClientMessages namespaces={['join', 'errors']}>
                <JoinButton token={token.data} group={invitation.groupName} />
              </ClientMessages>
              <p className="muted">{t('signedInAs', { email: user?.email ?? '' })}</p>
            </>
          ) : (
            <>
              {canSignUp ? (
                <Link href={`/sign-up?to=${returnTo}`} className="button primary large">
                  {t('signUp')}
                </Link>
              ) : (
                <p className="muted">{t('closedSignUp')}</p>
              )}
              <Link href={`/sign-in?to=${returnTo}`} className="button large">
                {t('signIn')}
              </Link>
            </>
          )}
        </>
      )}
    </InvitationFrame>
  )
}
