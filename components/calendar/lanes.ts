'use client'

import { type RefObject, useEffect, useState } from 'react'

/** Heights of month.css, in pixels: a day's head, and a lane. */
const HEAD = 30
const LANE = 22

/** The cookie that tells the server how many lanes fit, so that it renders what the browser would. */
export const LANES_COOKIE = 'lanes'

/** How many lanes fit into a week's row. Starts with what the server rendered, then follows the element's size. */
export function useLanes(grid: RefObject<HTMLElement | null>, weeks: number, initial: number): number {
  const [lanes, setLanes] = useState(initial)
  useEffect(() => {
    const element = grid.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      const fits = Math.floor((entry!.contentRect.height / weeks - HEAD) / LANE)
      const next = Math.min(Math.max(fits, 1), 12)
      setLanes(next)
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
      document.cookie = `${LANES_COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid, weeks])
  return lanes
}
