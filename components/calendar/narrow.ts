'use client'

import { useSyncExternalStore } from 'react'

/** Widths without room for the side bar, as in calendar-page.module.css. */
const NARROW_QUERY = '(max-width: 1020px)'

export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(NARROW_QUERY).matches,
    () => false,
  )
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW_QUERY)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
