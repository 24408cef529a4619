import { CalendarPlus, FileUp, UserPlus } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import styles from './getting-started.module.css'

/** First steps for a user without upcoming events or without groups. */
export function GettingStarted({ groups }: { groups: number }) {
  const t = useTranslations('home')
  return (
    <section className={`card ${styles.getStarted}`} aria-labelledby="home-begin">
      <h2 id="home-begin">{t('getStarted')}</h2>
      <ul>
        <li>
          <Link href={groups ? '/groups' : '/groups/new'} prefetch={false}>
            <UserPlus size={18} aria-hidden />
            <span>
              {t(groups ? 'invite' : 'group')}
              <small>{t(groups ? 'inviteHint' : 'groupHint')}</small>
            </span>
          </Link>
        </li>
        <li>
          <Link href="/import" prefetch={false}>
            <FileUp size={18} aria-hidden />
            <span>
              {t('import')}
              <small>{t('importHint')}</small>
            </span>
          </Link>
        </li>
        <li>
          <Link href="/calendar" prefetch={false}>
            <CalendarPlus size={18} aria-hidden />
            <span>
              {t('add')}
              <small>{t('addHint')}</small>
            </span>
          </Link>
        </li>
      </ul>
    </section>
  )
}
