'use client'
'use no memo'

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** Distance of a swipe that turns the page. */
const MIN_SWIPE_PX = 60

/** Turns pages by horizontal swipes. */
export function useSwipe(element: RefObject<HTMLElement | null>, onPage: (pages: -1 | 1) => void): void {
  const latest = useRef(onPage)
  useEffect(() => {
    latest.current = onPage
  })
  // The page reacts to swipes as soon as it reacts to clicks.
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return
    let from: Touch | undefined
    let pane: { element: Element; left: number } | undefined
    const start = (event: TouchEvent) => {
      from = event.touches.length === 1 ? event.touches[0] : undefined
      const element = (event.target as Element).closest('[data-pans]')
      pane = element ? { element, left: element.scrollLeft } : undefined
    }
    // Dragging an item, which prevents scrolling, is not a swipe.
    const move = (event: TouchEvent) => {
      if (event.defaultPrevented) from = undefined
    }
    const end = (event: TouchEvent) => {
      const to = event.changedTouches[0]
      // This swipe scrolled the grid horizontally. When the grid cannot scroll further, the next swipe turns the page.
      if (!from || !to || (pane && pane.element.scrollLeft !== pane.left)) return
      const x = to.clientX - from.clientX
      const y = to.clientY - from.clientY
      from = undefined
      if (Math.abs(x) < MIN_SWIPE_PX || Math.abs(x) < 2 * Math.abs(y)) return
      const forward = getComputedStyle(target).direction === 'rtl' ? x > 0 : x < 0
      latest.current(forward ? 1 : -1)
    }
    target.addEventListener('touchstart', start, { passive: true })
    target.addEventListener('touchmove', move, { passive: true })
    target.addEventListener('touchend', end, { passive: true })
    return () => {
      target.removeEventListener('touchstart', start)
      target.removeEventListener('touchmove', move)
      target.removeEventListener('touchend', end)
    }
  }, [element])
}
