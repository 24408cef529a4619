import { getTranslations } from 'next-intl/server'
import { GoogleMark } from '@/components/account/google-form'
import { FormError } from '@/components/forms/submit-row'
import { CONNECT_PROBLEMS } from '@/lib/schemas/connections'
import { ConnectInstructions } from './connect-instructions'

/** Connects a Google account, or says what has to be set up first. `problem`: why the last attempt failed. */
export async function ConnectGoogle({
  isConfigured,
  isAdmin,
  redirectUri,
  isAccepted,
  problem,
}: {
  /** Whether the server has an OAuth client. */
  isConfigured: boolean
  /** Whether the user is an administrator, who can set it up. */
  isAdmin: boolean
  redirectUri: string
  /** Whether Google accepts this redirect URI. */
  isAccepted: boolean
  problem: string | undefined
}) {
  const t = await getTranslations('connect')
  const code = CONNECT_PROBLEMS.find((known) => known === problem)
  return (
    <section className="card stack" aria-labelledby="connect-google">
      <h2 id="connect-google">{t('google')}</h2>
      <FormError error={code && t(`problems.${code}`)} />
      {isConfigured ? (
        <>
          <p className="muted">{t('googleLead')}</p>
          <ConnectGoogleButton label={t('connectGoogle')} isMainAction />
        </>
      ) : (
        <p className="muted">{t(isAdmin ? 'setUpFirst' : 'askAdministrator')}</p>
      )}
      {isAdmin && (!isConfigured || code === 'refused') && (
        <ConnectInstructions redirectUri={redirectUri} isAccepted={isAccepted} />
      )}
    </section>
  )
}

/**
 * A button that leads to Google, where the user allows access to their calendars. `account`: the one to connect again.
 * A plain form, so it works without scripts.
 */
export function ConnectGoogleButton({
  label,
  account,
  isMainAction = false,
}: {
  label: string
  account?: string
  isMainAction?: boolean
}) {
  return (
    <form action="/api/connections/google" method="post">
      {account && <input type="hidden" name="account" value={account} />}
      <button type="submit" className={isMainAction ? 'button large' : 'button'}>
        <GoogleMark /> {label}
      </button>
    </form>
  )
}
