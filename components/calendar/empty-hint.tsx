'use client'

import { CalendarPlus } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import styles from './empty-hint.module.css'

/** Explains an empty grid to a new user: how to add events, import them and invite others. */
export function EmptyHint({ hasGroup }: { hasGroup: boolean }) {
  const t = useTranslations('emptyCalendar')
  return (
    <section className={styles.hint} aria-labelledby="empty-calendar">
      <CalendarPlus size={22} aria-hidden />
      <div>
        <h2 id="empty-calendar">{t('title')}</h2>
        <p className={styles.byMouse}>{t('create')}</p>
        <p className={styles.byTouch}>{t('createByTouch')}</p>
        <p>
          <Link href="/import" prefetch={false}>
            {t('import')}
          </Link>
          <Link href={hasGroup ? '/groups' : '/groups/new'} prefetch={false}>
            {t(hasGroup ? 'invite' : 'createGroup')}
          </Link>
        </p>
      </div>
    </section>
  )
}
