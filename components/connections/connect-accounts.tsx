import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { CALDAV_SERVICE_IDS, CALDAV_SERVICES, type CaldavServiceId } from '@/lib/schemas/caldav'
import { type ConnectProblem, OAUTH_KINDS, type OAuthKind, type OAuthSetup } from '@/lib/schemas/connections'
import { OAuthButton } from './connect-button'
import styles from './connections.module.css'
import { GoogleInstructions } from './google-instructions'
import { MicrosoftInstructions } from './microsoft-instructions'
import { ServiceMark } from './service-mark'

const INSTRUCTIONS = { google: GoogleInstructions, microsoft: MicrosoftInstructions }

/**
 * Lists the services whose accounts can be connected. If the server has no OAuth client of a provider, tells
 * administrators how to create it.
 */
export async function ConnectAccounts({
  setups,
  isAdmin,
  problem,
}: {
  setups: Record<OAuthKind, OAuthSetup>
  /** Whether the user is an administrator, who can set providers up. */
  isAdmin: boolean
  /** Why the last attempt failed. The page shows the text about it. */
  problem: { kind: OAuthKind; code: ConnectProblem } | undefined
}) {
  const t = await getTranslations('connect')
  const isRefused = (kind: OAuthKind) => problem?.kind === kind && problem.code === 'refused'
  return (
    <section className="card stack" aria-labelledby="connect-accounts">
      <h2 id="connect-accounts">{t('accounts')}</h2>
      <p className="muted">{t('accountsLead')}</p>
      <ul className={styles.services}>
        {OAUTH_KINDS.map((kind) => (
          <li key={kind}>
            {setups[kind].isConfigured ? (
              <OAuthButton
                kind={kind}
                className={styles.service!}
                aria-label={t('connectTo', { name: t(`services.${kind}`) })}
              >
                <Service id={kind} name={t(`services.${kind}`)} hint={t(`hints.${kind}`)} />
              </OAuthButton>
            ) : (
              <div className={styles.service} data-off="">
                <Service
                  id={kind}
                  name={t(`services.${kind}`)}
                  hint={t(isAdmin ? 'setUpFirst' : 'notSetUp')}
                />
              </div>
            )}
          </li>
        ))}
        {CALDAV_SERVICE_IDS.map((id) => {
          const name = id === 'other' ? t('services.other') : CALDAV_SERVICES[id].name
          return (
            <li key={id}>
              <Link
                href={`/settings/calendars/caldav?service=${id}`}
                prefetch={false}
                className={styles.service}
                aria-label={t('connectTo', { name })}
              >
                <Service id={id} name={name} hint={t(`hints.${id}`)} />
              </Link>
            </li>
          )
        })}
      </ul>
      {isAdmin &&
        OAUTH_KINDS.filter((kind) => !setups[kind].isConfigured || isRefused(kind)).map((kind) => {
          const Instructions = INSTRUCTIONS[kind]
          return (
            <details key={kind} className={styles.setup} open={isRefused(kind)}>
              <summary>{t('setUp', { name: t(`services.${kind}`) })}</summary>
              <Instructions {...setups[kind]} />
            </details>
          )
        })}
    </section>
  )
}

function Service({ id, name, hint }: { id: OAuthKind | CaldavServiceId; name: string; hint: ReactNode }) {
  return (
    <>
      <ServiceMark service={id} />
      <span>
        <bdi>{name}</bdi>
        <small>{hint}</small>
      </span>
    </>
  )
}
