'use client'

import { useTranslations } from 'next-intl'
import type { SearchQuery, SearchResults } from '@/lib/schemas/search'
import styles from './search.module.css'

/** Status of the search for screen readers, and hints when nothing is found. */
export function SearchStatus({
  state,
  results,
  query,
  hasFilters,
}: {
  state: 'loaded' | 'loading' | 'failed'
  results: SearchResults | null
  query: SearchQuery
  hasFilters: boolean
}) {
  const t = useTranslations('search')
  const hasQuery = query.q.trim() !== '' || hasFilters
  if (state === 'failed' || !results) {
    return (
      <p className={styles.searchMessage} role="alert">
        {t(state === 'failed' ? 'failed' : 'tooLong')}
      </p>
    )
  }
  const count = results.found.length + results.others.length
  if (!hasQuery) {
    return (
      <div className={`empty ${styles.searchEmpty}`}>
        <h2>{t('start')}</h2>
        <p className="muted">{t('startHint')}</p>
      </div>
    )
  }
  return (
    <>
      <p className="visually-hidden" role="status">
        {state === 'loading' ? t('asking') : t('count', { count })}
      </p>
      {!count && state === 'loaded' && (
        <div className={`empty ${styles.searchEmpty}`}>
          <h2>{t('none')}</h2>
          <p className="muted">{t(hasFilters ? 'noneFilteredHint' : 'noneHint')}</p>
        </div>
      )}
    </>
  )
}
