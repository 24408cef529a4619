import { RefreshCw } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { accountName } from '@/lib/schemas/account-name'
import type { SyncSource } from '@/lib/schemas/calendars'
import styles from './calendars.module.css'

/** Says where a calendar is synced from: to its user with the account, to other readers with the user's name. */
export function SyncedFrom({ source: { kind, account, binding, by } }: { source: SyncSource }) {
  const t = useTranslations('calendarSettings')
  const locale = useLocale()
  return (
    <p className={styles.syncedFrom}>
      <RefreshCw size={14} aria-hidden />{' '}
      {account !== null
        ? t('syncedOwn', { kind, account: accountName({ kind, account }, locale) })
        : t('syncedBy', { kind, name: by ?? '' })}{' '}
      {binding && (
        <Link href={`/settings/calendars/sync/${binding}`} prefetch={false}>
          {t('manageSync')}
        </Link>
      )}
    </p>
  )
}
