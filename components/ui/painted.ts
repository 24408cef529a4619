'use client'

import { useEffect, useState } from 'react'

/** Returns whether the component was painted. Parts that are drawn only then do not delay its first paint. */
export function useIsPainted(): boolean {
  const [isPainted, setIsPainted] = useState(false)
  useEffect(() => {
    return afterPaint(() => setIsPainted(true))
  }, [])
  return isPainted
}

/** Calls `run` once the next frame is painted. @returns a function that cancels this */
export function afterPaint(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  // The callback of a frame runs before the frame is painted, and a task that it queues after that.
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(run)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
