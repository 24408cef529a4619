'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { accountName, isFeed } from '@/lib/schemas/account-name'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import type { Viewer } from '@/lib/schemas/users'
import styles from './health.module.css'
import { HealthRow } from './health-row'
import { connectionLine } from './health-text'
import { kindName } from './kind-name'
import { RemoveAccount } from './remove-account'
import { useHealth } from './use-health'

/** Lists the user's accounts with their synced calendars and the state of each sync, which is updated during runs. */
export function HealthList({
  connections: initial,
  tools,
  viewer,
  now: initialNow,
}: {
  connections: ConnectionHealth[]
  /** Further buttons of each account, by its id. */
  tools: Readonly<Record<string, ReactNode>>
  viewer: Viewer
  /** Time at which the server rendered the page, in epoch milliseconds. */
  now: number
}) {
  const t = useTranslations('sync')
  const locale = useLocale()
  const { connections, now, reload } = useHealth(initial, initialNow)
  return connections.map((connection) => {
    const { id, bindings } = connection
    const line = connectionLine(connection, { t, viewer, now })
    return (
      <section key={id} className={`card stack ${styles.account}`} aria-labelledby={`account-${id}`}>
        <h2 id={`account-${id}`}>
          {kindName(connection, t)} <bdi>{accountName(connection, locale)}</bdi>
        </h2>
        {line && <p className={line.tone === 'problem' ? styles.problem : 'muted'}>{line.text}</p>}
        {bindings.length === 0 && <p className="muted">{t('noCalendars')}</p>}
        <ul className={styles.rows}>
          {bindings.map((binding) => (
            <HealthRow key={binding.id} {...{ connection, binding, viewer, now }} onChanged={reload} />
          ))}
        </ul>
        {!(isFeed(connection) && bindings.length) && (
          <div className="row">
            {tools[id]}
            <RemoveAccount connection={connection} onRemoved={reload} />
          </div>
        )}
      </section>
    )
  })
}
