'use client'

import { ChevronLeft, ChevronRight, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { monthTitle } from '@/lib/calendar/format'

/** What stands above the grid: where one is, and the ways from there. */
export function Toolbar({
  date,
  locale,
  loading,
  onToday,
  onPage,
  onCreate,
}: {
  date: string
  locale: string
  loading: boolean
  onToday(): void
  onPage(months: -1 | 1): void
  onCreate?: () => void
}) {
  const t = useTranslations('calendar')
  return (
    <header className="toolbar">
      <h1 aria-live="polite">{monthTitle(date, locale)}</h1>
      <div className="toolbar-ways">
        <button
          type="button"
          className="button quiet icon"
          onClick={() => onPage(-1)}
          aria-label={t('previousMonth')}
        >
          <ChevronLeft size={18} className="flips" aria-hidden />
        </button>
        <button type="button" className="button" onClick={onToday}>
          {t('today')}
        </button>
        <button
          type="button"
          className="button quiet icon"
          onClick={() => onPage(1)}
          aria-label={t('nextMonth')}
        >
          <ChevronRight size={18} className="flips" aria-hidden />
        </button>
      </div>
      {onCreate && (
        <button type="button" className="button primary create" onClick={onCreate}>
          <Plus size={16} aria-hidden />
          <span>{t('newEvent')}</span>
        </button>
      )}
      {loading && <div className="loading" role="progressbar" aria-label={t('loading')} />}
    </header>
  )
}
