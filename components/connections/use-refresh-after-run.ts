'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'

/** Loads the page again when a run has ended: it has changed the history, and may have found conflicts. */
export function useRefreshAfterRun(isRunning: boolean): void {
  const router = useRouter()
  const wasRunning = useRef(isRunning)
  useEffect(() => {
    if (wasRunning.current && !isRunning) router.refresh()
    wasRunning.current = isRunning
  }, [isRunning, router])
}
