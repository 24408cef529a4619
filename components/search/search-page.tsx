'use client'

import { Search, SlidersHorizontal, X } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { PeoplePage } from '@/lib/schemas/groups'
import type { SearchQuery, SearchResults } from '@/lib/schemas/search'
import type { Viewer } from '@/lib/schemas/users'
import { Filters } from './filters'
import { Results } from './results'
import styles from './search.module.css'
import { formatSearchParams } from './search-params'
import { SearchStatus } from './search-status'
import { useSearch } from './use-search'

export interface SearchPageProps {
  query: SearchQuery
  /** Null if the search timed out. */
  results: SearchResults | null
  calendars: [id: string, name: string][]
  people: PeoplePage
  viewer: Viewer
  now: number
}

/** Search page. A plain form that works without scripts; with them, results update while typing. */
export function SearchPage({
  query: initial,
  results: first,
  calendars,
  people,
  viewer,
  now,
}: SearchPageProps) {
  const t = useTranslations('search')
  const { query, change, results, state } = useSearch(initial, first)
  const field = useRef<HTMLInputElement>(null)
  const section = useRef<HTMLElement>(null)
  const filterCount = [query.calendar.length, query.kind, query.person, query.from, query.to].filter(
    Boolean,
  ).length
  const [isOpen, setOpen] = useState(filterCount > 0)

  useEffect(() => {
    if (!initial.q) field.current?.focus()
  }, [initial.q])

  const moveFocus = (event: React.KeyboardEvent, by: 1 | -1) => {
    const links = [...(section.current?.querySelectorAll<HTMLElement>('[data-result]') ?? [])]
    const index = links.indexOf(document.activeElement as HTMLElement) + by
    const next = index < 0 ? field.current : links[index]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  return (
    <main
      className={`page ${styles.searchPage}`}
      id="main"
      onKeyDown={(event) => {
        if ((event.target as HTMLElement).closest('select, details')) return
        if (event.key === 'ArrowDown') moveFocus(event, 1)
        if (event.key === 'ArrowUp') moveFocus(event, -1)
      }}
    >
      <h1 className="visually-hidden">{t('title')}</h1>
      <search>
        <form action="/search" className={styles.searchForm} onSubmit={(event) => event.preventDefault()}>
          <div className={styles.searchField}>
            <Search size={18} aria-hidden />
            <input
              ref={field}
              type="search"
              name="q"
              className={styles.searchInput}
              aria-label={t('label')}
              placeholder={t('placeholder')}
              value={query.q}
              maxLength={200}
              autoComplete="off"
              enterKeyHint="search"
              dir="auto"
              onChange={(event) => change({ q: event.target.value })}
            />
            {query.q && (
              <button
                type="button"
                className="button quiet icon"
                aria-label={t('clear')}
                onClick={() => {
                  change({ q: '' })
                  field.current?.focus()
                }}
              >
                <X size={16} aria-hidden />
              </button>
            )}
            <noscript>
              <button type="submit" className="button">
                {t('search')}
              </button>
            </noscript>
          </div>
          <details
            className={styles.searchFilters}
            open={isOpen}
            onToggle={(event) => setOpen(event.currentTarget.open)}
          >
            <summary>
              <SlidersHorizontal size={15} aria-hidden />{' '}
              {filterCount ? t('activeFilters', { count: filterCount }) : t('filters')}
            </summary>
            <Filters
              query={query}
              calendars={calendars}
              people={people}
              isShown={isOpen}
              viewer={viewer}
              onChange={change}
            />
          </details>
        </form>
      </search>
      <section
        ref={section}
        aria-label={t('results')}
        aria-busy={state === 'loading'}
        className={styles.searchResults}
      >
        <SearchStatus state={state} results={results} query={query} hasFilters={filterCount > 0} />
        {results && <Results results={results} words={query.q} viewer={viewer} now={now} />}
        {results && (query.page > 1 || results.hasMore) && (
          <nav className={`row-end ${styles.searchPages}`} aria-label={t('pages')}>
            {query.page > 1 && (
              <Link
                className="button"
                href={`/search${formatSearchParams({ ...query, page: query.page - 1 })}`}
              >
                {t('previous')}
              </Link>
            )}
            {results.hasMore && (
              <Link
                className="button"
                href={`/search${formatSearchParams({ ...query, page: query.page + 1 })}`}
              >
                {t('next')}
              </Link>
            )}
          </nav>
        )}
      </section>
    </main>
  )
}
