'use client'

import { CloudAlert, CloudOff, CloudUpload, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Suspense, useEffect, useState } from 'react'
import { startOffline } from '@/components/offline/start-offline'
import { LoadBoundary, later } from '@/components/shell/later'
import { useOnline } from '@/components/ui/online'
import { type OutboxStatus, outboxStatus } from '@/lib/offline/outbox-status'
import type { Viewer } from '@/lib/schemas/users'
import styles from './offline-bar.module.css'
import { useOutbox } from './use-outbox'

const NotSavedDialog = later(
  () => import('./not-saved-dialog').then((all) => all.NotSavedDialog),
  ['errors', 'event', 'eventEditor', 'offline', 'repeat'],
)

const ICONS: Record<OutboxStatus, LucideIcon> = {
  ...{ notSaved: CloudAlert, signInToSend: CloudAlert },
  ...{ unreachable: CloudOff, postponed: CloudOff, offlineWaiting: CloudOff, offline: CloudOff },
  sending: CloudUpload,
}

/**
 * Shows that the app is offline, how many changes wait, and those that could not be saved. `storedAt`: when
 * the page was stored, if it comes from this browser's storage.
 */
export function OfflineBar({ viewer, storedAt }: { viewer: Viewer; storedAt?: number }) {
  const t = useTranslations('offline')
  const isConnected = useOnline()
  const { id, locale, theme } = viewer
  const { entries, interruption } = useOutbox(id)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    startOffline({ id, locale, theme }).catch(() => {})
  }, [id, locale, theme])
  const refused = entries.filter(({ refusal }) => refusal)
  const waiting = entries.length - refused.length
  const status = outboxStatus({
    ...{ waiting, refused: refused.length, isConnected, interruption },
    isStoredPage: storedAt !== undefined,
  })
  if (!status) return null
  const Icon = ICONS[status]
  const texts: Record<OutboxStatus, string> = {
    notSaved: t('notSaved', { count: refused.length }),
    signInToSend: t('signInToSend', { count: waiting }),
    unreachable: t('unreachable', { count: waiting }),
    postponed: t('postponed', { count: waiting }),
    sending: t('sending', { count: waiting }),
    offlineWaiting: t('offlineWaiting', { count: waiting }),
    offline: t('offline'),
  }
  return (
    <>
      <div className={styles.bar} role="status" data-refused={refused.length > 0}>
        <Icon size={16} aria-hidden />
        <span>
          {texts[status]}
          {storedAt !== undefined && ` · ${t('asOf', { when: formatStoredAt(storedAt, viewer) })}`}
        </span>
        {status === 'signInToSend' && (
          <a className="button quiet" href={`/sign-in?to=${encodeURIComponent(location.pathname)}`}>
            {t('signIn')}
          </a>
        )}
        {refused.length > 0 && (
          <button type="button" className="button quiet" onClick={() => setOpen(true)}>
            {t('show')}
          </button>
        )}
      </div>
      {isOpen && refused.length > 0 && (
        <LoadBoundary onFail={() => setOpen(false)}>
          <Suspense>
            <NotSavedDialog entries={refused} viewer={viewer} onClose={() => setOpen(false)} />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  )
}

function formatStoredAt(at: number, { locale, timeZone, hourCycle }: Viewer): string {
  const isRecent = Date.now() - at < 12 * 60 * 60_000
  const date = isRecent ? {} : ({ dateStyle: 'medium' } as const)
  return new Intl.DateTimeFormat(locale, { ...date, timeStyle: 'short', timeZone, hourCycle }).format(at)
}
