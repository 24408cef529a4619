'use client'

import { type RefObject, useEffect, useState } from 'react'
import { usePrinting } from './printing'
import { storeViewCookie } from './view-cookie'

/** The height of a day's head in month.module.css, in pixels. The height of a lane depends on the screen. */
const DAY_HEAD_PX = 30
const DEFAULT_LANE_PX = 22

/** Number of lanes that lanes.css has classes for. */
export const MAX_LANES = 12

/**
 * Returns how many lanes fit into a week: at first the number that the server rendered, then by the size of the grid,
 * which is the same for every month. Printed pages have all lanes.
 */
export function useLanes(grid: RefObject<HTMLElement | null>, weeks: number, initial: number): number {
  const [measured, setMeasured] = useState<{ height: number; lane: number } | null>(null)
  const isPrinting = usePrinting()
  useEffect(() => {
    const element = grid.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (matchMedia('print').matches) return
      const lane = Number.parseInt(getComputedStyle(element).getPropertyValue('--lane-height'), 10)
      setMeasured({ height: entry!.contentRect.height, lane: lane || DEFAULT_LANE_PX })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid])
  const fitting = measured && Math.floor((measured.height / weeks - DAY_HEAD_PX) / measured.lane)
  const lanes = fitting === null ? initial : Math.min(Math.max(fitting, 1), MAX_LANES)
  useEffect(() => {
    if (fitting !== null) storeViewCookie('lanes', lanes)
  }, [fitting, lanes])
  return isPrinting ? MAX_LANES : lanes
}
