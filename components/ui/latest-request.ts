'use client'

import { useRef } from 'react'

/** Returns a function that gives the signal for a new request and aborts the previous one. */
export function useLatestRequest(): () => AbortSignal {
  const last = useRef<AbortController>(null)
  const next = useRef(() => {
    last.current?.abort()
    last.current = new AbortController()
    return last.current.signal
  })
  return next.current
}
