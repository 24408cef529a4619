import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import { ConnectGoogleButton } from './connect-google'

/** The user's connected accounts, to choose their calendars or to connect them again. */
export async function ConnectAccounts({ connections }: { connections: readonly ConnectionHealth[] }) {
  const t = await getTranslations('connect')
  // Feeds and holidays have one calendar each, which the list above shows.
  const accounts = connections.filter(({ kind }) => kind !== 'ics' && kind !== 'holidays')
  if (!accounts.length) return null
  return (
    <section className="card" aria-labelledby="connected-accounts">
      <h2 id="connected-accounts" className="visually-hidden">
        {t('accounts')}
      </h2>
      <ul className="rows">
        {accounts.map(({ id, kind, account, problem, bindings }) => (
          <li key={id}>
            <span className="grow">
              <bdi>{account}</bdi>
              <br />
              <small>{problem ? t('signInAgain') : t('calendarCount', { count: bindings.length })}</small>
            </span>
            {kind === 'google' &&
              (problem ? (
                <ConnectGoogleButton label={t('connectAgain')} account={account} />
              ) : (
                <Link
                  className="button"
                  href={`/settings/calendars/${id}`}
                  prefetch={false}
                  aria-label={t('chooseOf', { account })}
                >
                  {t('choose')}
                </Link>
              ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
