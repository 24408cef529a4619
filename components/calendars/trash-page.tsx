'use client'

import { CalendarDays } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { Confirm } from '@/components/ui/confirm'
import { useHydrated } from '@/components/ui/hydrated'
import { PageTitle } from '@/components/ui/page-title'
import { Toasts, toast } from '@/components/ui/toast'
import { deletePermanently, restore } from '@/lib/actions/trash'
import { DAY } from '@/lib/calendar/day'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import type { TrashEntry } from '@/lib/schemas/trash'
import type { Viewer } from '@/lib/schemas/users'
import styles from './calendars.module.css'

/** Lists events and calendars deleted in the last 30 days, to restore or delete permanently. */
export function TrashPage({ deleted, viewer, now }: { deleted: TrashEntry[]; viewer: Viewer; now: number }) {
  const t = useTranslations('trash')
  const router = useRouter()
  const isHydrated = useHydrated()
  const [confirming, setConfirming] = useState<string | null>(null)
  const run = async (
    work: () => Promise<{ ok: true } | { ok: false; error: { code: string } }>,
    text: string,
  ) => {
    setConfirming(null)
    const response = await work().catch(() => null)
    const isDuplicate = response && !response.ok && response.error.code === 'INVALID'
    toast({ text: response?.ok ? text : await refusalText(response, t(isDuplicate ? 'taken' : 'failed')) })
    router.refresh()
  }
  const date = new Intl.DateTimeFormat(viewer.locale, {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: viewer.timeZone, hourCycle: viewer.hourCycle },
  })
  return (
    <main className={`page ${styles.calendars}`} id="main">
      <PageTitle title={t('title')} backTo={['/calendars', t('back')]}>
        <p className="muted">{t('hint')}</p>
      </PageTitle>
      {deleted.length ? (
        <ul className={`card rows ${styles.trash}`} aria-label={t('title')}>
          {deleted.map((item) => {
            const { kind, id, name, color, calendar, events, deletedAt, by, canDeletePermanently } = item
            const target = kind === 'event' ? { event: id } : { calendar: id }
            const title = name || t('untitled')
            const at = new Date(deletedAt)
            const daysLeft = Math.max(0, Math.ceil((at.getTime() + TRASH_DAYS * DAY - now) / DAY))
            return (
              <li key={id}>
                {confirming === id ? (
                  <Confirm
                    question={t('deleteConfirm', { name: title })}
                    yes={t('delete')}
                    no={t('cancel')}
                    onYes={() => void run(() => deletePermanently(target), t('deleted', { name: title }))}
                    onNo={() => setConfirming(null)}
                  />
                ) : (
                  <>
                    {kind === 'calendar' ? (
                      <CalendarDays size={18} className={`${styles.trashMark} c-${color}`} aria-hidden />
                    ) : (
                      <span className={`dot c-${color}`} aria-hidden="true" />
                    )}
                    <span className={`grow ${styles.rowName}`}>
                      <span dir="auto">{title}</span>
                      <small>
                        {kind === 'calendar'
                          ? t('wasCalendar', { events })
                          : t('wasIn', { calendar: calendar! })}
                        {' · '}
                        {by ? t('by', { name: by, date: date.format(at) }) : date.format(at)}
                        {' · '}
                        {t('left', { days: daysLeft })}
                      </small>
                    </span>
                    <span className={styles.trashActions}>
                      <button
                        type="button"
                        className="button"
                        disabled={!isHydrated}
                        aria-label={t('restoreOf', { name: title })}
                        onClick={() => void run(() => restore(target), t('restored', { name: title }))}
                      >
                        {t('restore')}
                      </button>
                      {canDeletePermanently && (
                        <button
                          type="button"
                          className="button quiet danger"
                          disabled={!isHydrated}
                          aria-label={t('deleteOf', { name: title })}
                          onClick={() => setConfirming(id)}
                        >
                          {t('delete')}
                        </button>
                      )}
                    </span>
                  </>
                )}
              </li>
            )
          })}
        </ul>
      ) : (
        <div className="card empty">
          <p className="muted">{t('empty')}</p>
        </div>
      )}
      <Toasts />
    </main>
  )
}
