'use client'

import { useSyncExternalStore } from 'react'

/** Whether the page is being printed: paper has no "+3 more" to press, so everything is written out. */
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
