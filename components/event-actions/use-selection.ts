'use client'

import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { findItem, type Item } from '@/lib/calendar/tuple'

/** Attribute of the elements of selected events (see event-actions.module.css). */
const MARK = 'data-chosen'

/**
 * Selects events by presses with Ctrl, ⌘ or Shift. A press without them, and Escape, end the selection. Elements are
 * marked by an attribute and not by the views, which therefore need no code for it before the page is idle.
 */
export function useSelection(
  grid: RefObject<HTMLElement | null>,
  items: readonly Item[],
  isDisabled: RefObject<boolean>,
) {
  const [chosen, setChosen] = useState<readonly Item[]>([])
  // The current versions of the chosen items, without those that were deleted.
  const selected = chosen.flatMap((item) => findItem(items, item) ?? [])
  const clear = () => setChosen([])

  const onClick = useEffectEvent((event: MouseEvent) => {
    const target = event.target as HTMLElement
    if (isDisabled.current || !grid.current?.contains(target)) return
    const element = target.closest<HTMLElement>('[data-item]')
    const item = element && items[Number(element.dataset.item)]
    if (!(event.ctrlKey || event.metaKey || event.shiftKey) || !item?.id) {
      if (chosen.length) clear()
      return
    }
    event.preventDefault()
    event.stopPropagation()
    const others = selected.filter((other) => other !== item)
    setChosen(others.length < selected.length ? others : [...selected, item])
  })
  const mark = useEffectEvent(() => {
    const indexes = new Set(selected.map((item) => items.indexOf(item)))
    for (const element of grid.current?.querySelectorAll<HTMLElement>('[data-item]') ?? []) {
      element.toggleAttribute(MARK, indexes.has(Number(element.dataset.item)))
    }
  })

  useEffect(() => {
    const element = grid.current
    // Runs before React's handlers, which open the event.
    const listener = (event: MouseEvent) => onClick(event)
    element?.addEventListener('click', listener, { capture: true })
    return () => element?.removeEventListener('click', listener, { capture: true })
  }, [grid])

  useEffect(() => {
    if (!chosen.length || !grid.current) return
    mark()
    const observer = new MutationObserver(() => mark())
    observer.observe(grid.current, { childList: true, subtree: true, attributeFilter: ['data-item'] })
    return () => {
      observer.disconnect()
      for (const element of document.querySelectorAll(`[${MARK}]`)) element.removeAttribute(MARK)
    }
  }, [grid, chosen])

  return { selected, clear, selectOnly: (item: Item | null) => setChosen(item ? [item] : []) }
}
