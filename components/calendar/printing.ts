'use client'

import { useSyncExternalStore } from 'react'

/** Returns whether the page is being printed: printed pages show all events instead of "+3 more". */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia('print').matches,
    () => false,
  )
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia('print')
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
