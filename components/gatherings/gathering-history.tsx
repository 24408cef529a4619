'use client'

import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import styles from '@/components/history/history.module.css'
import { loadJson } from '@/components/live/load-json'
import type { GatheringHistoryEntry, GatheringHistory as HistoryData } from '@/lib/schemas/gathering-history'
import type { Viewer } from '@/lib/schemas/users'

/** Changes of a gathering by its people; loaded when opened. */
export function GatheringHistory({ id, viewer }: { id: string; viewer: Viewer }) {
  const t = useTranslations('gathering')
  const [isOpen, setOpen] = useState(false)
  const { data, error } = useQuery({
    queryKey: ['gathering', id, 'history'],
    enabled: isOpen,
    retry: 1,
    queryFn: ({ signal }): Promise<HistoryData> => loadJson(`/api/view/gathering-history/${id}`, signal),
  })
  const when = new Intl.DateTimeFormat(viewer.locale, {
    ...{ dateStyle: 'medium', timeStyle: 'short' },
    ...{ timeZone: viewer.timeZone, hourCycle: viewer.hourCycle },
  })
  return (
    <details className={styles.history} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <History size={16} aria-hidden /> {t('history.title')}
      </summary>
      {error && <p role="alert">{t('history.notLoaded')}</p>}
      {!error && !data && isOpen && <p role="status">{t('history.loading')}</p>}
      {data && (
        <ol className={styles.historyEntries}>
          {data.entries.map((entry) => (
            <li key={entry.key} className={styles.historyHead}>
              <p>
                <EntryText entry={entry} />
                <time dateTime={new Date(entry.at).toISOString()}>{when.format(entry.at)}</time>
              </p>
            </li>
          ))}
        </ol>
      )}
      {data?.hasMore && <p className="muted">{t('history.more')}</p>}
    </details>
  )
}

function EntryText({ entry }: { entry: GatheringHistoryEntry }) {
  const t = useTranslations('gathering')
  const values = {
    who: entry.who ?? t('history.someone'),
    b: (text: React.ReactNode) => <bdi className={styles.historyWho}>{text}</bdi>,
  }
  const { op } = entry
  switch (entry.kind) {
    case 'gathering':
      return entry.status
        ? t.rich(`history.${entry.status}`, values)
        : t.rich(`history.gathering.${op}`, values)
    case 'slot':
      return t.rich(`history.slot.${op}`, { ...values, count: entry.count })
    case 'participant':
      return t.rich(`history.participant.${op}`, { ...values, count: entry.count })
    case 'vote':
      return t.rich('history.vote', values)
    case 'task':
      return t.rich(`history.task.${entry.isCompleted ? 'completed' : op}`, { ...values, title: entry.title })
  }
}
