import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import { ConnectGoogleButton } from './connect-google-button'

/** Buttons of an account: to choose its calendars, and to connect it again if its access has ended or will end. */
export async function AccountTools({ connection }: { connection: ConnectionHealth }) {
  const t = await getTranslations('connect')
  const { id, kind, account, problem, consentExpiresAt } = connection
  if (kind !== 'google') return null
  return (
    <>
      {(problem || consentExpiresAt !== null) && (
        <ConnectGoogleButton label={t('connectAgain')} account={account} />
      )}
      {!problem && (
        <Link
          className="button"
          href={`/settings/calendars/${id}`}
          prefetch={false}
          aria-label={t('chooseOf', { account })}
        >
          {t('choose')}
        </Link>
      )}
    </>
  )
}
