'use client'

import { useSyncExternalStore } from 'react'

/** Where the side bar has no room beside the calendar: as in calendar.css. */
const NARROW = '(max-width: 1020px)'

export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(NARROW).matches,
    () => false,
  )
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
