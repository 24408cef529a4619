import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Health } from '@/lib/schemas/instance'
import styles from './admin.module.css'
import { type DateSettings, formatDecimalBytes, formatInstant, formatSeconds } from './format'

/** Age in seconds from which a due job counts as late: workers take jobs within seconds. */
const MAX_JOB_DELAY_SECONDS = 120

/** Server health: problems first, with links to their details. */
export function HealthPage({ health, viewer, now }: { health: Health; viewer: DateSettings; now: number }) {
  const t = useTranslations('adminHealth')
  const troubles = troublesOf(health)
  const number = new Intl.NumberFormat(viewer.locale)
  const bytes = (count: number) => formatDecimalBytes(count, viewer.locale)
  const facts: [label: string, value: ReactNode][] = [
    [t('kinday'), health.kinday],
    [t('runtime'), t('runtimeIs', { node: health.node, postgres: health.postgres })],
    [t('uptime'), formatSeconds(health.uptime, viewer.locale)],
    [t('memory'), bytes(health.memory)],
    [t('database'), bytes(health.databaseBytes)],
    [t('connections'), t('of', { used: health.connections, max: health.maxConnections })],
    ...(health.diskFree !== null && health.diskSize !== null
      ? [
          [t('disk'), t('free', { free: bytes(health.diskFree), size: bytes(health.diskSize) })] as [
            string,
            string,
          ],
        ]
      : []),
    [t('workers'), number.format(health.workers)],
    [t('jobs'), number.format(health.jobsWaiting)],
    [t('unsentPings'), number.format(health.pendingPings)],
    [t('mail'), t(health.mail ? 'on' : 'off')],
    [t('google'), t(health.google ? 'on' : 'off')],
    [t('microsoft'), t(health.microsoft ? 'on' : 'off')],
    [t('realtime'), t(`realtimes.${health.realtime}`)],
    [t('lastFault'), health.lastFault ? formatInstant(health.lastFault, viewer) : t('never')],
  ]
  const counts = ['users', 'groups', 'calendars', 'events'] as const
  return (
    <>
      <section
        className={`card stack ${troubles.length ? styles.adminUnhealthy : styles.adminHealthy}`}
        aria-label={t('state')}
      >
        <h2>{t(troubles.length ? 'trouble' : 'well')}</h2>
        {troubles.length > 0 && (
          <ul className="rows">
            {troubles.map(({ name, count, href }) => (
              <li key={name}>
                <span className="grow">{t(`troubles.${name}`, { count })}</span>
                {href && (
                  <Link href={href} prefetch={false}>
                    {t('view')}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        )}
        <p className="muted">{t('asOf', { time: formatInstant(new Date(now).toISOString(), viewer) })}</p>
      </section>
      <ul className={styles.adminCounts}>
        {counts.map((name) => (
          <li key={name} className="card">
            <Link href={`/admin/${name}`} prefetch={false}>
              <strong>{number.format(health[name])}</strong> {t(`counts.${name}`, { count: health[name] })}
            </Link>
          </li>
        ))}
      </ul>
      <dl className={`card ${styles.adminFacts}`}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

type Trouble =
  | 'workers'
  | 'late'
  | 'failing'
  | 'unsentPings'
  | 'faults'
  | 'deliveries'
  | 'disk'
  | 'connections'

/** `count`: minutes for `late`, free percentage for `disk`, 1 for a lack of `workers`, else a number of rows. */
function troublesOf(health: Health): { name: Trouble; count: number; href?: string }[] {
  const free = health.diskFree !== null && health.diskSize ? health.diskFree / health.diskSize : 1
  const troubles: [name: Trouble, count: number, href?: string][] = [
    ['workers', health.workers ? 0 : 1],
    [
      'late',
      (health.oldestJobDelay ?? 0) > MAX_JOB_DELAY_SECONDS ? Math.floor(health.oldestJobDelay! / 60) : 0,
      '/admin/jobs',
    ],
    ['failing', health.jobsFailing, '/admin/jobs?is=failing'],
    ['unsentPings', health.pendingPings],
    ['faults', health.faultsToday, '/admin/faults'],
    ['deliveries', health.deliveriesFailed, '/admin/deliveries?is=failed'],
    ['disk', free < 0.05 ? Math.ceil(free * 100) : 0],
    ['connections', health.connections > health.maxConnections * 0.9 ? health.connections : 0],
  ]
  return troubles.filter(([, count]) => count > 0).map(([name, count, href]) => ({ name, count, href }))
}
