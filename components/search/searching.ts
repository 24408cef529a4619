'use client'

import { useEffect, useRef, useState } from 'react'
import { signedOut } from '@/lib/realtime/signed-out'
import type { SearchAnswer, SearchQuery } from '@/lib/schemas/search'
import { askedIn, searchPath } from './search-path'

/** So long after the last key the server is asked. */
const PAUSE_MS = 140

/** A search that is asked anew as it is changed. What was asked before is no longer waited for. */
export function useSearch(initial: SearchQuery, first: SearchAnswer | null) {
  const [query, setQuery] = useState(initial)
  const [answer, setAnswer] = useState(first)
  const [state, setState] = useState<'there' | 'asking' | 'failed'>('there')
  /** The address of the answer that is there. */
  const answered = useRef(searchPath(initial))

  // Back leads to the page as it was first rendered, and to the address that it had last.
  useEffect(() => {
    const asked = askedIn(location.search)
    if (searchPath(asked) !== answered.current) setQuery(asked)
  }, [])

  useEffect(() => {
    const path = searchPath(query)
    if (path === answered.current) return setState('there')
    const abort = new AbortController()
    setState('asking')
    const timer = setTimeout(async () => {
      // The address is always that of what is shown: to be sent on, and found again by Back.
      history.replaceState(null, '', `/search${path}`)
      try {
        const response = await fetch(`/api/view/search${path}`, { signal: abort.signal })
        if (response.status === 401) return signedOut()
        if (!response.ok) throw new Error(String(response.status))
        setAnswer(await response.json())
        answered.current = path
        setState('there')
      } catch {
        if (!abort.signal.aborted) setState('failed')
      }
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query])

  const change = (part: Partial<SearchQuery>) => setQuery((before) => ({ ...before, page: 1, ...part }))
  return { query, change, answer, state }
}
