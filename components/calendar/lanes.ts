'use client'

import { type RefObject, useEffect, useState } from 'react'
import { usePrinting } from './printing'
import { remember } from './remembered'

/** Heights of month.css, in pixels: a day's head, and a lane. */
const HEAD = 30
const LANE = 22

/** There are classes for so many (see lanes.css). */
export const MOST_LANES = 12

/** How many lanes fit into a week's row. Starts with what the server rendered, then follows the element's size; paper has all. */
export function useLanes(grid: RefObject<HTMLElement | null>, weeks: number, initial: number): number {
  const [lanes, setLanes] = useState(initial)
  const printing = usePrinting()
  useEffect(() => {
    const element = grid.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (matchMedia('print').matches) return
      const fits = Math.floor((entry!.contentRect.height / weeks - HEAD) / LANE)
      const next = Math.min(Math.max(fits, 1), MOST_LANES)
      setLanes(next)
      remember('lanes', next)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid, weeks])
  return printing ? MOST_LANES : lanes
}
