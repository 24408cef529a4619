import { RefreshCwOff } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { UnsolvedSyncProblem } from '@/lib/schemas/sync-health'
import styles from './home.module.css'
import ownStyles from './sync-attention.module.css'

/** Lists the problems of connected calendars that the user can solve. */
export function SyncAttention({ items }: { items: readonly UnsolvedSyncProblem[] }) {
  const t = useTranslations('home')
  if (!items.length) return null
  return (
    <section className={styles.section} aria-labelledby="home-sync">
      <h2 id="home-sync">{t('sync.title')}</h2>
      <ul className={styles.list}>
        {items.map(({ binding, name, reason, count }) => (
          <li key={`${binding} ${name}`} className={ownStyles.item}>
            <RefreshCwOff size={18} aria-hidden />
            <p>{t(`sync.${reason}`, { name, count })}</p>
            <Link
              className="button"
              href={binding ? `/settings/calendars/sync/${binding}` : '/settings/calendars'}
              prefetch={false}
              aria-label={`${t('sync.check')}: ${name}`}
            >
              {t('sync.check')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
