import { getTranslations } from 'next-intl/server'
import { FormError } from '@/components/forms/submit-row'
import { CONNECT_PROBLEMS } from '@/lib/schemas/connections'
import { ConnectGoogleButton } from './connect-google-button'
import { ConnectInstructions } from './connect-instructions'

/** Connects a Google account, or says what has to be set up first. `problem`: why the last attempt failed. */
export async function ConnectGoogle({
  isConfigured,
  hasAccount,
  isAdmin,
  redirectUri,
  isAccepted,
  problem,
}: {
  /** Whether the server has an OAuth client. */
  isConfigured: boolean
  /** Whether the user has connected a Google account. */
  hasAccount: boolean
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
      <h2 id="connect-google">{t(hasAccount ? 'moreAccounts' : 'google')}</h2>
      <FormError error={code && t(`problems.${code}`)} />
      {isConfigured ? (
        <>
          {!hasAccount && <p className="muted">{t('googleLead')}</p>}
          <ConnectGoogleButton
            label={t(hasAccount ? 'connectAnother' : 'connectGoogle')}
            isMainAction={!hasAccount}
          />
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
