import { getTranslations } from 'next-intl/server'
import type { CONNECT_PROBLEMS } from '@/lib/schemas/connections'
import { ConnectGoogleButton } from './connect-google-button'
import { ConnectInstructions } from './connect-instructions'

/** Connects a Google account. If the server has no OAuth client, says how to set it up. */
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
  /** Why the last attempt failed. The page shows the text about it. */
  problem: (typeof CONNECT_PROBLEMS)[number] | undefined
}) {
  const t = await getTranslations('connect')
  return (
    <section className="card stack" aria-labelledby="connect-google">
      <h2 id="connect-google">{t(hasAccount ? 'moreAccounts' : 'google')}</h2>
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
      {isAdmin && (!isConfigured || problem === 'refused') && (
        <ConnectInstructions redirectUri={redirectUri} isAccepted={isAccepted} />
      )}
    </section>
  )
}
