'use client'

import { useRef } from 'react'

/** For what is asked again and again: each question ends the one before, whose answer would come too late. */
export function useLatestRequest(): () => AbortSignal {
  const last = useRef<AbortController>(null)
  const next = useRef(() => {
    last.current?.abort()
    last.current = new AbortController()
    return last.current.signal
  })
  return next.current
}
