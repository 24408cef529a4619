import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { FormError } from '@/components/forms/submit-row'
import { ClientMessages } from '@/components/shell/client-messages'
import { SignOutForm } from '@/components/shell/sign-out-form'
import type { InvitationContext } from '@/lib/schemas/invitation-preview'
import { AccountForm } from './account-form'
import styles from './account-page.module.css'
import { GoogleForm } from './google-form'
import { InvitedLine } from './invited-line'
import { PublicFrame } from './public-frame'

/**
 * Sign-in and sign-up page; each links to the other. `problem`: error code of the auth library if Google sign-in
 * failed.
 */
export async function AccountPage({
  kind,
  returnTo,
  hasGoogle,
  hasMailLinks = false,
  problem,
  signUpState = 'open',
  invited,
  user,
}: {
  kind: 'sign-in' | 'sign-up'
  returnTo: string
  hasGoogle: boolean
  hasMailLinks?: boolean
  problem?: string
  /** State of registration for this visitor. */
  signUpState?: 'first' | 'open' | 'closed' | 'invitation'
  /** The invitation that led here. */
  invited?: InvitationContext
  /** The user who is already signed in. */
  user: { email: string } | null
}) {
  const t = await getTranslations('auth')
  const isSignUp = kind === 'sign-up'
  const destination = invited?.to ?? returnTo
  const search = `?to=${encodeURIComponent(returnTo)}`
  if (isSignUp && user) {
    return (
      <PublicFrame title={t('signUp')}>
        <p className="lead">{t('signedInAs', { email: user.email })}</p>
        <p className="lead">{t('signOutFirst')}</p>
        <Link href={returnTo} className="button primary large">
          {t('continue')}
        </Link>
        <SignOutForm>
          <button type="submit" className="button large">
            {t('signOut')}
          </button>
        </SignOutForm>
      </PublicFrame>
    )
  }
  const isSignUpClosed = signUpState === 'closed' || signUpState === 'invitation'
  const closedText = t(signUpState === 'closed' ? 'closedText' : 'byInvitationText')
  if (isSignUp && isSignUpClosed) {
    return (
      <PublicFrame
        title={t(signUpState === 'closed' ? 'closedTitle' : 'byInvitationTitle')}
        footer={
          <>
            {t('haveAccount')} <Link href={`/sign-in${search}`}>{t('toSignIn')}</Link>
          </>
        }
      >
        <p className="lead">{closedText}</p>
      </PublicFrame>
    )
  }
  const footer = (
    <>
      {isSignUpClosed ? (
        // In these cases, the error above the form says so already.
        problem !== 'ByInvitation' && problem !== 'Closed' && `${t('noAccount')} ${closedText}`
      ) : (
        <>
          {t(isSignUp ? 'haveAccount' : 'noAccount')}{' '}
          <Link href={`/${isSignUp ? 'sign-in' : 'sign-up'}${search}`}>
            {t(isSignUp ? 'toSignIn' : 'toSignUp')}
          </Link>
        </>
      )}
      {!isSignUp && (
        <>
          <br />
          <Link href="/reset">{t('forgot')}</Link>
        </>
      )}
    </>
  )
  return (
    <PublicFrame title={t(isSignUp ? 'signUp' : 'signIn')} footer={footer}>
      {user && (
        <p className="lead">
          {t('signedInAs', { email: user.email })} <Link href={returnTo}>{t('continue')}</Link>
        </p>
      )}
      <InvitedLine invited={invited} isSignUp={isSignUp} />
      {isSignUp && signUpState === 'first' && <p className="lead">{t('firstText')}</p>}
      <FormError error={problem && t(`problems.${PROBLEMS.find((code) => code === problem) ?? 'other'}`)} />
      <ClientMessages namespaces={['auth', 'errors']}>
        <AccountForm kind={kind} returnTo={destination} invitation={invited?.token} />
      </ClientMessages>
      {(hasGoogle || hasMailLinks) && (
        <div className={styles.signInMethods}>
          <p className={styles.or}>{t('or')}</p>
          {hasGoogle && <GoogleForm returnTo={destination} label={t('google')} />}
          {hasMailLinks && (
            <Link href={`/sign-in/link${search}`} className="button large">
              {t('byLink')}
            </Link>
          )}
        </div>
      )}
    </PublicFrame>
  )
}

const PROBLEMS = [
  'GoogleUnverified',
  'OAuthAccountNotLinked',
  'OAuthCallbackError',
  'Suspended',
  'ByInvitation',
  'Closed',
] as const
