'use client'

import { type RefObject, useEffect, useRef } from 'react'
import type { Item } from '@/lib/calendar/tuple'

/** An event that had the focus, and what follows and precedes it: in its day, or in a view without days. */
interface FocusedEvent {
  element: HTMLElement
  neighbors: HTMLElement[]
  day: string | undefined
}

/** When the focused event is deleted, moves the focus to the next event of its day, else to the day. */
export function useKeptFocus(grid: RefObject<HTMLElement | null>, items: readonly Item[]): void {
  const focused = useRef<FocusedEvent>(null)
  useEffect(() => {
    const element = grid.current
    const onFocus = ({ target }: FocusEvent) => {
      focused.current = element ? focusedEvent(target as HTMLElement, element) : null
    }
    element?.addEventListener('focusin', onFocus)
    return () => element?.removeEventListener('focusin', onFocus)
  }, [grid])
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after each change of the events
  useEffect(() => {
    const last = focused.current
    if (!last || last.element.isConnected || document.activeElement !== document.body) return
    focused.current = null
    const next = last.neighbors.find(({ isConnected }) => isConnected)
    const day = grid.current?.querySelector<HTMLElement>(`[data-day="${last.day}"]`)
    ;(next ?? day)?.focus({ preventScroll: true })
  }, [grid, items])
}

function focusedEvent(target: HTMLElement, grid: HTMLElement): FocusedEvent | null {
  const element = target.closest<HTMLElement>('[data-item]')
  if (!element) return null
  const day = element.closest<HTMLElement>('[data-day]')
  const events = [...(day ?? grid).querySelectorAll<HTMLElement>('[data-item]')]
  const index = events.indexOf(element)
  return {
    element,
    neighbors: [...events.slice(index + 1), ...events.slice(0, index).reverse()],
    day: day?.dataset.day,
  }
}
