'use client'

import { type RefObject, useEffect, useRef } from 'react'
import { findItem, type Item } from '@/lib/calendar/tuple'

/**
 * Moves the focus along with an item that the keyboard has moved, since it is rendered as another element.
 * @returns a ref to the followed item, which the grid sets and clears
 */
export function useMovedFocus(grid: RefObject<HTMLElement | null>, items: readonly Item[]) {
  const moved = useRef<Item | null>(null)
  useEffect(() => {
    const index = moved.current ? items.indexOf(findItem(items, moved.current)!) : -1
    if (index >= 0) grid.current?.querySelector<HTMLElement>(`[data-item="${index}"]`)?.focus()
  }, [grid, items])
  return moved
}
