'use client'

import { type RefObject, useEffect, useRef } from 'react'
import { findItem, type Item } from '@/lib/calendar/tuple'

/**
 * An item that a key has moved elsewhere is another element there: the focus is brought along, until one goes on oneself.
 * @returns what is so followed; to be set and cleared by the grid.
 */
export function useMovedFocus(grid: RefObject<HTMLElement | null>, items: readonly Item[]) {
  const moved = useRef<Item | null>(null)
  useEffect(() => {
    const index = moved.current ? items.indexOf(findItem(items, moved.current)!) : -1
    if (index >= 0) grid.current?.querySelector<HTMLElement>(`[data-item="${index}"]`)?.focus()
  }, [grid, items])
  return moved
}
