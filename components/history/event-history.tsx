'use client'

import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Live } from '@/components/live/live'
import type { EventHistoryOutput } from '@/lib/schemas/history'
import type { Viewer } from '@/lib/schemas/users'
import styles from './history.module.css'
import { HistoryEntries } from './history-entries'

/** Changes of an event, field by field; loaded when opened. */
export function EventHistory({
  id,
  viewer,
  today,
  live,
}: {
  id: string
  viewer: Viewer
  today: number
  live: Live
}) {
  const t = useTranslations('history')
  const [isOpen, setOpen] = useState(false)
  const { data, error } = useQuery({
    // A child of the event's key, so that invalidating the event invalidates its history.
    queryKey: ['event', id, 'history'],
    staleTime: 2_000,
    enabled: isOpen,
    retry: 1,
    queryFn: async (): Promise<EventHistoryOutput> => {
      const response = await fetch(`/api/view/history/${id}`)
      if (!response.ok) throw new Error(String(response.status))
      return response.json()
    },
  })
  return (
    <details className={styles.history} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <History size={16} aria-hidden /> {t('title')}
      </summary>
      {error ? (
        <p role="alert">{t('notLoaded')}</p>
      ) : data ? (
        <HistoryEntries history={data} viewer={viewer} today={today} live={live} />
      ) : (
        isOpen && <p role="status">{t('loading')}</p>
      )}
    </details>
  )
}
