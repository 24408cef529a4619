'use client'

import { type RefObject, useEffect, useState } from 'react'
import { usePrinting } from './printing'
import { remember } from './remembered'

/** The height of a day's head in month.css, in pixels. That of a lane differs by the screen. */
const DAY_HEAD_PX = 30
const DEFAULT_LANE_PX = 22

/** Number of lanes that lanes.css has classes for. */
export const MAX_LANES = 12

/** Returns how many lanes fit into a week: first as the server rendered it, then by the element's size. Prints all. */
export function useLanes(grid: RefObject<HTMLElement | null>, weeks: number, initial: number): number {
  const [lanes, setLanes] = useState(initial)
  const printing = usePrinting()
  useEffect(() => {
    const element = grid.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (matchMedia('print').matches) return
      const lane = Number.parseInt(getComputedStyle(element).getPropertyValue('--lane-height'), 10)
      const fits = Math.floor((entry!.contentRect.height / weeks - DAY_HEAD_PX) / (lane || DEFAULT_LANE_PX))
      const next = Math.min(Math.max(fits, 1), MAX_LANES)
      setLanes(next)
      remember('lanes', next)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid, weeks])
  return printing ? MAX_LANES : lanes
}
