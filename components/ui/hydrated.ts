'use client'

import { useSyncExternalStore } from 'react'

/**
 * Returns whether React has hydrated the page. Before that, clicks are lost, and the browser would submit forms itself,
 * with their fields in the URL.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  )
}

const subscribeToNothing = () => () => {}
