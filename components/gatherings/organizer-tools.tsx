'use client'

import { CalendarCheck, Link2, Pencil, QrCode } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Suspense, useState } from 'react'
import { loadPage } from '@/components/forms/submit'
import type { Live } from '@/components/live/live'
import { LoadBoundary, later } from '@/components/shell/later'
import { Confirm } from '@/components/ui/confirm'
import { copyText } from '@/components/ui/copy-text'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import { cancelGathering, deleteGathering, reopenGathering } from '@/lib/actions/gatherings'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import type { Viewer } from '@/lib/schemas/users'
import styles from './gatherings.module.css'
import { useCommands } from './use-commands'
import type { TargetCalendar } from './voting-props'

const LockDialog = later(() => import('./lock-dialog').then((all) => all.LockDialog), ['errors'])
const QrDialog = later(() => import('./qr-dialog').then((all) => all.QrDialog), [])

/** Buttons of a gathering: all actions for its organizer; copying the link and opening the event for everyone else. */
export function OrganizerTools({
  page,
  viewer,
  now,
  calendars,
  live,
  onChanged,
}: {
  page: GatheringPageData
  viewer: Viewer
  now: number
  calendars: readonly TargetCalendar[]
  live: Live
  onChanged(): Promise<void>
}) {
  const t = useTranslations('gathering')
  const isHydrated = useHydrated()
  const { run, isBusy } = useCommands(live, onChanged)
  const [open, setOpen] = useState<'lock' | 'qr' | 'cancel' | 'delete' | null>(null)
  const { gathering, can, slots } = page
  const { id, status, slug, access, event } = gathering
  const close = () => setOpen(null)
  const copy = async () => {
    const isCopied = await copyText(`${location.origin}/g/${slug}`)
    toast({ text: t(isCopied ? 'linkCopied' : 'linkNotCopied') })
  }
  const isShared = access !== 'invited' || can.write
  return (
    <div className={styles.tools}>
      <div className={styles.toolRow}>
        {can.write && status === 'draft' && (
          <button
            type="button"
            className="button primary"
            disabled={!isHydrated || !slots.length}
            onClick={() => setOpen('lock')}
          >
            <CalendarCheck size={16} aria-hidden /> {t('chooseTime')}
          </button>
        )}
        {event && (
          <Link
            href={`/calendar?event=${event}`}
            prefetch={false}
            className={status === 'draft' ? 'button' : 'button primary'}
          >
            <CalendarCheck size={16} aria-hidden /> {t('openEvent')}
          </Link>
        )}
        {can.write && (
          <Link href={`/gatherings/${id}/edit`} prefetch={false} className="button">
            <Pencil size={16} aria-hidden /> {t('edit')}
          </Link>
        )}
        {isShared && (
          <button type="button" className="button" disabled={!isHydrated} onClick={() => void copy()}>
            <Link2 size={16} aria-hidden /> {t('copyLink')}
          </button>
        )}
        {isShared && (
          <button
            type="button"
            className="button icon"
            disabled={!isHydrated}
            aria-label={t('qrCode')}
            title={t('qrCode')}
            onClick={() => setOpen('qr')}
          >
            <QrCode size={16} aria-hidden />
          </button>
        )}
        {can.write && status !== 'draft' && (
          <button
            type="button"
            className="button"
            disabled={!isHydrated || isBusy}
            onClick={() =>
              void run(() => reopenGathering({ gathering: id }), t(event ? 'reopenedWithEvent' : 'reopened'))
            }
          >
            {t('reopen')}
          </button>
        )}
        {can.write && (
          <details className={styles.more}>
            <summary>{t('more')}</summary>
            <div className={styles.toolRow}>
              {status !== 'cancelled' && (
                <button
                  type="button"
                  className="button quiet"
                  disabled={!isHydrated}
                  onClick={() => setOpen('cancel')}
                >
                  {t('cancelGathering')}
                </button>
              )}
              <button
                type="button"
                className="button quiet danger"
                disabled={!isHydrated}
                onClick={() => setOpen('delete')}
              >
                {t('delete')}
              </button>
            </div>
          </details>
        )}
      </div>
      {open === 'cancel' && (
        <div className="card">
          <Confirm
            question={t(event || status === 'locked' ? 'cancelLockedQuestion' : 'cancelQuestion')}
            yes={t('cancelGathering')}
            no={t('keep')}
            onYes={() => {
              close()
              void run(() => cancelGathering({ gathering: id }), t('cancelled'))
            }}
            onNo={close}
          />
        </div>
      )}
      {open === 'delete' && (
        <div className="card">
          <Confirm
            question={t('deleteQuestion')}
            yes={t('delete')}
            no={t('keep')}
            onYes={async () => {
              close()
              const response = await deleteGathering({ gathering: id }).catch(() => null)
              if (response?.ok) loadPage(`/gatherings?deleted=${id}`)
              else toast({ text: t(response ? 'notSaved' : 'offline') })
            }}
            onNo={close}
          />
        </div>
      )}
      <LoadBoundary onFail={close}>
        <Suspense>
          {open === 'lock' && (
            <LockDialog {...{ page, viewer, now, calendars, live, onChanged }} onClose={close} />
          )}
          {open === 'qr' && <QrDialog slug={slug} title={gathering.title} onClose={close} />}
        </Suspense>
      </LoadBoundary>
    </div>
  )
}
