'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { whenIdle } from '@/components/ui/when-idle'
import type { GuestPageSource } from '@/lib/realtime/client-of-guest'

/** Minimum time between two updates of a page: many guests may answer at once. */
const MIN_INTERVAL_MS = 5000

/** Maximum delay of an update, so that the pages of many guests do not load at the same time. */
const MAX_DELAY_MS = 500

/**
 * Reads the page again when the guest returns to it and, while it is visible, when the event or an answer changes.
 * Typed text is kept.
 */
export function PageUpdates({
  source,
  loadedAt,
  onPresent,
}: {
  /** Null for a page without live updates. */
  source: GuestPageSource | null
  /** Time at which the server rendered the page. */
  loadedAt: number
  /** Gets the ids of those who have the page open. */
  onPresent?: (ids: string[]) => void
}) {
  const router = useRouter()
  const [sourceRef, loadedAtRef, presentRef] = [useRef(source), useRef(loadedAt), useRef(onPresent)]
  useEffect(() => {
    loadedAtRef.current = loadedAt
  })
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') router.refresh()
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const onChanged = () => {
      clearTimeout(timer)
      const wait = Math.max(loadedAtRef.current + MIN_INTERVAL_MS - Date.now(), 0)
      timer = setTimeout(refresh, wait + Math.random() * MAX_DELAY_MS)
    }
    let stop = () => {}
    let isUnmounted = false
    const cancel = whenIdle(async () => {
      const loaded = sourceRef.current && (await import('@/lib/realtime/client-of-guest').catch(() => null))
      if (loaded && !isUnmounted)
        stop = loaded.followGuestPage(
          sourceRef.current!,
          () => loadedAtRef.current,
          onChanged,
          presentRef.current,
        )
    })
    document.addEventListener('visibilitychange', refresh)
    return () => {
      isUnmounted = true
      cancel()
      clearTimeout(timer)
      stop()
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [router, sourceRef, loadedAtRef, presentRef])
  return null
}
