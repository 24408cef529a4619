'use client'

import { useTranslations } from 'next-intl'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import type { Viewer } from '@/lib/schemas/users'
import styles from './health.module.css'
import { HealthRow } from './health-row'
import { connectionLine } from './health-text'
import { useHealth } from './use-health'

/** The user's synced calendars by account, with how the sync of each goes. Follows runs while they are going. */
export function HealthList({
  connections: initial,
  viewer,
  now: initialNow,
}: {
  connections: ConnectionHealth[]
  viewer: Viewer
  /** Time at which the server rendered the page, in epoch milliseconds. */
  now: number
}) {
  const t = useTranslations('sync')
  const { connections, now, reload } = useHealth(initial, initialNow)
  const shown = connections.filter(({ bindings }) => bindings.length)
  if (!shown.length) return null
  return (
    <section className="card stack" aria-labelledby="synced-calendars">
      <h2 id="synced-calendars">{t('connected')}</h2>
      {shown.map((connection) => {
        const line = connectionLine(connection, { t, viewer, now })
        return (
          <section key={connection.id} className={styles.account} aria-label={connection.account}>
            <h3>
              {t(`kinds.${connection.kind}`)} <bdi>{connection.account}</bdi>
            </h3>
            {line && <p className={line.tone === 'problem' ? styles.problem : 'muted'}>{line.text}</p>}
            <ul className={styles.rows}>
              {connection.bindings.map((binding) => (
                <HealthRow key={binding.id} {...{ binding, viewer, now }} onChanged={reload} />
              ))}
            </ul>
          </section>
        )
      })}
    </section>
  )
}
