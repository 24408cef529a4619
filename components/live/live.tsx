'use client'

import { useEffect, useRef } from 'react'
import { whenIdle } from '@/components/ui/when-idle'
import type { follow, Presence, RealtimeSettings } from '@/lib/realtime/client'

/** The page's connection for live updates. */
export interface Live {
  /** Marks the sequence numbers of an own command as seen, so that its pings cause no refetch. */
  markSeen(seqs: Record<string, number>): void
}

/**
 * Follows all streams of the signed-in user while the component is mounted.
 * @param presence its first value is used
 */
export function useLive(
  settings: RealtimeSettings,
  streams: Record<string, number>,
  onMoved: (streams: string[]) => void,
  presence?: Presence,
): Live {
  const latest = useRef(onMoved)
  const following = useRef<ReturnType<typeof follow> | null>(null)
  const initial = useRef({ settings, streams: { ...streams }, presence })
  useEffect(() => {
    latest.current = onMoved
  })
  useEffect(() => {
    const onAdvanced = (streams: string[]) => {
      latest.current(streams)
      // For components outside this tree, such as the dot in the navigation.
      dispatchEvent(new Event('kinday:streams-advanced'))
    }
    let isUnmounted = false
    let retryTimer: ReturnType<typeof setTimeout> | undefined
    // Loads the realtime client when the page is idle. The client then asks for the pings that it missed.
    const start = async () => {
      const loaded = await import('@/lib/realtime/client').catch(() => null)
      if (isUnmounted) return
      const { settings, streams, presence } = initial.current
      if (loaded) following.current = loaded.follow(settings, streams, onAdvanced, presence)
      else retryTimer = setTimeout(start, 5000)
    }
    const cancel = whenIdle(start)
    return () => {
      isUnmounted = true
      cancel()
      clearTimeout(retryTimer)
      following.current?.stop()
    }
  }, [])
  const live = useRef<Live>({
    markSeen(seqs) {
      if (following.current) following.current.markSeen(seqs)
      else Object.assign(initial.current.streams, seqs)
    },
  })
  return live.current
}
