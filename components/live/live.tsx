'use client'

import { useEffect, useRef } from 'react'
import type { follow, RealtimeSettings } from '@/lib/realtime/client'

/** The page's line to the others. */
export interface Live {
  /** Tells it what one's own command has moved, so that its echo is not news. */
  markSeen(seqs: Record<string, number>): void
}

/** Follows all streams of the signed-in user for as long as the component lives. */
export function useLive(
  settings: RealtimeSettings,
  streams: Record<string, number>,
  onMoved: (streams: string[]) => void,
): Live {
  const latest = useRef(onMoved)
  const following = useRef<ReturnType<typeof follow> | null>(null)
  const initial = useRef({ settings, streams: { ...streams } })
  useEffect(() => {
    latest.current = onMoved
  })
  useEffect(() => {
    const onNews = (moved: string[]) => {
      latest.current(moved)
      // Parts of the page that are nobody's children, such as the dot at Home, listen for themselves.
      dispatchEvent(new Event('kinday:moved'))
    }
    let over = false
    let again: ReturnType<typeof setTimeout> | undefined
    // What it takes to follow comes once the page has nothing else to do: what happens meanwhile is asked for then.
    const begin = async () => {
      const loaded = await import('@/lib/realtime/client').catch(() => null)
      if (over) return
      const { settings, streams } = initial.current
      if (loaded) following.current = loaded.follow(settings, streams, onNews)
      else again = setTimeout(begin, 5000)
    }
    const cancel = whenIdle(begin)
    return () => {
      over = true
      cancel()
      clearTimeout(again)
      following.current?.stop()
    }
  }, [])
  const live = useRef<Live>({
    markSeen(seqs) {
      if (following.current) following.current.noted(seqs)
      else Object.assign(initial.current.streams, seqs)
    },
  })
  return live.current
}

/** Has something done when the browser is idle, in a few seconds at the latest. @returns what calls it off */
function whenIdle(work: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const idle = requestIdleCallback(work, { timeout: 3000 })
    return () => cancelIdleCallback(idle)
  }
  const timer = setTimeout(work, 200)
  return () => clearTimeout(timer)
}
