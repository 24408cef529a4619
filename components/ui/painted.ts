'use client'

import { useEffect, useState } from 'react'

/** Returns whether the component has been painted once, so that parts can be rendered after its first paint. */
export function useHasPainted(): boolean {
  const [hasPainted, setHasPainted] = useState(false)
  useEffect(() => {
    return afterPaint(() => setHasPainted(true))
  }, [])
  return hasPainted
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
