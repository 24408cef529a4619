import { useTranslations } from 'next-intl'
import type { Delivery } from '@/lib/schemas/notifications'
import type { Viewer } from '@/lib/schemas/users'
import styles from './notifications.module.css'

const KINDS = [
  'invited',
  'changed',
  'cancelled',
  'answered',
  'joined',
  'shared',
  'mentioned',
  'commented',
  'calendar-changed',
  'sync-problem',
  'task-assigned',
  'duty',
  'unclaimed',
  'task-due',
  'voted',
  'deadline',
  'locked',
  'reminder',
] as const
const TEMPLATES = ['notification', 'digest', 'agenda', 'test'] as const

const CHANNEL_NAMES = { 'in-app': 'inApp', push: 'push', email: 'email' } as const

/** Table of the notifications and mails that were sent to the user. */
export function DeliveryLog({ deliveries, viewer }: { deliveries: Delivery[]; viewer: Viewer }) {
  const t = useTranslations('notificationSettings')
  const { locale, timeZone, hourCycle } = viewer
  const time = new Intl.DateTimeFormat(locale, {
    ...{ dateStyle: 'medium', timeStyle: 'short' },
    ...{ timeZone, hourCycle },
  })
  const nameOf = (kind: string) => {
    const named = KINDS.find((name) => name === kind)
    if (named) return t(`names.${named}`)
    return t(`templates.${TEMPLATES.find((name) => name === kind) ?? 'other'}`)
  }
  return (
    <section className="card stack">
      <h2 id="log">{t('log')}</h2>
      <p className="muted">{t('logHint')}</p>
      {deliveries.length === 0 ? (
        <p>{t('logEmpty')}</p>
      ) : (
        <table className={styles.settings} aria-labelledby="log">
          <thead>
            <tr>
              <th scope="col">{t('when')}</th>
              <th scope="col">{t('kind')}</th>
              <th scope="col">{t('channel')}</th>
              <th scope="col">{t('outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map(({ id, at, kind, channel, outcome, isFallback }) => (
              <tr key={id}>
                <td>
                  <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
                </td>
                <td>{nameOf(kind)}</td>
                <td>{t(CHANNEL_NAMES[channel])}</td>
                <td>
                  {t(`outcomes.${outcome}`)}
                  {isFallback && ` (${t('fallback')})`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
