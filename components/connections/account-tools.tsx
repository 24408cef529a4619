import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { isFeed } from '@/lib/schemas/account-name'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import { ConnectAgain } from './connect-button'

/** Buttons of an account: to choose its calendars, and to connect it again if its access has ended or will end. */
export async function AccountTools({ connection }: { connection: ConnectionHealth }) {
  const t = await getTranslations('connect')
  const { id, account, problem, consentExpiresAt } = connection
  if (isFeed(connection)) return null
  return (
    <>
      {(problem || consentExpiresAt !== null) && (
        <ConnectAgain connection={connection} label={t('connectAgain')} passwordLabel={t('enterPassword')} />
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
