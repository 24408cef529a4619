'use client'

import { useSyncExternalStore } from 'react'

/**
 * Whether the page answers already. Until then what the server rendered is only a picture: a press would be lost, and a
 * form would be sent by the browser itself, its fields with it.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  )
}

const nothing = () => () => {}
