'use client'

import { type RefObject, useEffect, useState } from 'react'
import { remember } from './remembered'

/** Heights of month.css, in pixels: a day's head, and a lane. */
const HEAD = 30
const LANE = 22

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
      remember('lanes', next)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid, weeks])
  return lanes
}
