'use client'

import { useSyncExternalStore } from 'react'

/**
 * Returns whether React has hydrated the page. Before that, presses are lost, and the browser would submit forms
 * itself, with their fields in the address.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  )
}

const nothing = () => () => {}
