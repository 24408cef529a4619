'use client'

import { useSelectedLayoutSegment } from 'next/navigation'
import { useEffect } from 'react'

/** Delay before the page loads the code and the unseen counts. */
const DELAY_MS = 1500

/** Keeps `useUnseen` up to date. Its code is loaded after the page. */
export function useWatchUnseen(): void {
  const isHome = useSelectedLayoutSegment() === 'home'
  useEffect(() => {
    let stop: (() => void) | undefined
    let isOver = false
    const begin = async () => {
      const watching = await import('./watch-unseen').catch(() => null)
      if (!isOver) stop = watching?.watchUnseen(isHome)
    }
    const timer = setTimeout(begin, DELAY_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
      stop?.()
    }
  }, [isHome])
}
