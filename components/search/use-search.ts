'use client'

import { useEffect, useRef, useState } from 'react'
import { reloadToSignIn } from '@/lib/realtime/signed-out'
import type { SearchQuery, SearchResults } from '@/lib/schemas/search'
import { formatSearchParams, parseSearchParams } from './search-params'

/** Delay between the last keystroke and the request. */
const DEBOUNCE_MS = 140

/** State of a search that is repeated as the query changes; aborts outdated requests. */
export function useSearch(initial: SearchQuery, first: SearchResults | null) {
  const [query, setQuery] = useState(initial)
  const [results, setResults] = useState(first)
  const [state, setState] = useState<'loaded' | 'loading' | 'failed'>('loaded')
  /** The query string of the displayed results. */
  const shownParams = useRef(formatSearchParams(initial))

  // Going back restores the page as it was first rendered, but with its last URL.
  useEffect(() => {
    const restored = parseSearchParams(location.search)
    if (formatSearchParams(restored) !== shownParams.current) setQuery(restored)
  }, [])

  useEffect(() => {
    const params = formatSearchParams(query)
    if (params === shownParams.current) return setState('loaded')
    const abort = new AbortController()
    setState('loading')
    const timer = setTimeout(async () => {
      // The URL always matches the displayed results, so that it can be shared and revisited.
      history.replaceState(null, '', `/search${params}`)
      try {
        const response = await fetch(`/api/view/search${params}`, { signal: abort.signal })
        if (response.status === 401) return reloadToSignIn()
        if (!response.ok) throw new Error(String(response.status))
        setResults(await response.json())
        shownParams.current = params
        setState('loaded')
      } catch {
        if (!abort.signal.aborted) setState('failed')
      }
    }, DEBOUNCE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query])

  const change = (part: Partial<SearchQuery>) => setQuery((before) => ({ ...before, page: 1, ...part }))
  return { query, change, results, state }
}
