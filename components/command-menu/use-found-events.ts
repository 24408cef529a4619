'use client'

import { useEffect, useState } from 'react'
import { formatSearchParams } from '@/components/search/search-params'
import { type CalendarTuple, type Item, toItems } from '@/lib/calendar/tuple'
import { reloadToSignIn } from '@/lib/realtime/signed-out'
import type { GatheringOrTaskHit, SearchResults } from '@/lib/schemas/search'
import type { Viewer } from '@/lib/schemas/users'

/** Maximum number of events in the menu; the search page shows all. */
const MAX_FOUND = 6

/** Maximum number of gatherings and tasks in the menu. */
const MAX_FOUND_OTHERS = 3

/** Delay between the last keystroke and the request. */
const DEBOUNCE_MS = 140

/** A single letter matches too much. */
const MIN_TEXT_LENGTH = 2

const NOTHING: { items: Item[]; calendars: CalendarTuple[]; others: GatheringOrTaskHit[] } = {
  items: [],
  calendars: [],
  others: [],
}

/** Searches while the user types. Returns the events, gatherings and tasks of the previous text until the next ones arrive. */
export function useFoundEvents(text: string, { timeZone }: Viewer) {
  const [{ items, calendars, others }, setFound] = useState(NOTHING)
  const [isSearching, setIsSearching] = useState(false)
  const query = text.trim()
  useEffect(() => {
    if (query.length < MIN_TEXT_LENGTH) {
      setIsSearching(false)
      return setFound(NOTHING)
    }
    const abort = new AbortController()
    setIsSearching(true)
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/view/search${formatSearchParams({ q: query })}`, {
          signal: abort.signal,
        })
        if (response.status === 401) return reloadToSignIn()
        if (!response.ok) throw new Error(`search: ${response.status}`)
        const results: SearchResults = await response.json()
        const tuples = results.found.slice(0, MAX_FOUND).map(([tuple]) => tuple)
        const others = results.others.slice(0, MAX_FOUND_OTHERS)
        setFound({ items: toItems(tuples, timeZone), calendars: results.calendars, others })
        setIsSearching(false)
      } catch {
        // Without a connection the menu still goes to dates and pages.
        if (!abort.signal.aborted) setIsSearching(false)
      }
    }, DEBOUNCE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query, timeZone])
  return { items, calendars, others, isSearching }
}
