'use client'

import { CalendarDays, ListTodo, Vote } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { Confirm } from '@/components/ui/confirm'
import { useHydrated } from '@/components/ui/hydrated'
import { PageTitle } from '@/components/ui/page-title'
import { Toasts, toast } from '@/components/ui/toast'
import { restoreGathering } from '@/lib/actions/gatherings'
import { restoreTaskList } from '@/lib/actions/tasks'
import { deletePermanently, restore } from '@/lib/actions/trash'
import { DAY } from '@/lib/calendar/day'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import type { TrashEntry } from '@/lib/schemas/trash'
import type { Viewer } from '@/lib/schemas/users'
import styles from './calendars.module.css'

/** Lists what was deleted in the last 30 days, to restore, or to delete permanently. */
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
            const { kind, id, name, color, deletedAt, by, canDeletePermanently } = item
            const target = kind === 'calendar' ? { calendar: id } : { event: id }
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
                    <Mark kind={kind} color={color} />
                    <span className={`grow ${styles.rowName}`}>
                      <span dir="auto">{title}</span>
                      <small>
                        <Origin {...item} />
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
                        onClick={() => void run(() => restoreEntry(item), t('restored', { name: title }))}
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

/** Restores an entry by the command of its kind. */
function restoreEntry({ kind, id }: TrashEntry) {
  switch (kind) {
    case 'gathering':
      return restoreGathering({ gathering: id })
    case 'task-list':
      return restoreTaskList({ list: id })
    default:
      return restore(kind === 'calendar' ? { calendar: id } : { event: id })
  }
}

const ICONS = { calendar: CalendarDays, gathering: Vote, 'task-list': ListTodo }

function Mark({ kind, color }: Pick<TrashEntry, 'kind' | 'color'>) {
  if (kind === 'event') return <span className={`dot c-${color}`} aria-hidden="true" />
  const Icon = ICONS[kind]
  return <Icon size={18} className={`${styles.trashMark} ${color && `c-${color}`}`} aria-hidden />
}

/** Kind of an entry, and its former calendar or group. */
function Origin({ kind, count, place }: TrashEntry) {
  const t = useTranslations('trash')
  switch (kind) {
    case 'calendar':
      return t('wasCalendar', { events: count })
    case 'event':
      return t('wasIn', { calendar: place! })
    case 'gathering':
      return place ? t('wasGatheringIn', { group: place }) : t('wasGathering')
    case 'task-list':
      return t('wasTaskList', { group: place!, tasks: count })
  }
}
