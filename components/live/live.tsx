'use client'

import { useEffect, useRef } from 'react'
import { follow, type RealtimeSettings } from '@/lib/realtime/client'

/** The page's line to the others. */
export interface Live {
  /** Tells it what one's own command has moved, so that its echo is not news. */
  noted(seqs: Record<string, number>): void
}

/** Follows all streams of the signed-in user for as long as the component lives. */
export function useLive(
  settings: RealtimeSettings,
  streams: Record<string, number>,
  onMoved: (streams: string[]) => void,
): Live {
  const latest = useRef(onMoved)
  const following = useRef<ReturnType<typeof follow> | null>(null)
  const initial = useRef({ settings, streams })
  useEffect(() => {
    latest.current = onMoved
  })
  useEffect(() => {
    const { settings, streams } = initial.current
    following.current = follow(settings, streams, (moved) => {
      latest.current(moved)
      // Parts of the page that are nobody's children, such as the dot at Home, listen for themselves.
      dispatchEvent(new Event('kinday:moved'))
    })
    return () => following.current?.stop()
  }, [])
  const live = useRef<Live>({ noted: (seqs) => following.current?.noted(seqs) })
  return live.current
}
