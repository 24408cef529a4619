'use client'

import { useSelectedLayoutSegment } from 'next/navigation'
import { useEffect } from 'react'

/** Delay before the page loads the code and the unseen counts. */
const DELAY_MS = 1500

/** Keeps `useUnseen` up to date. The code for this is loaded after the page. */
export function useWatchUnseen(): void {
  const isHome = useSelectedLayoutSegment() === 'home'
  useEffect(() => {
    let stop: (() => void) | undefined
    let isUnmounted = false
    const start = async () => {
      const watching = await import('./watch-unseen').catch(() => null)
      if (!isUnmounted) stop = watching?.watchUnseen(isHome)
    }
    const timer = setTimeout(start, DELAY_MS)
    return () => {
      isUnmounted = true
      clearTimeout(timer)
      stop?.()
    }
  }, [isHome])
}
