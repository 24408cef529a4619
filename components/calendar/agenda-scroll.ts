import { useEffect, useLayoutEffect, useRef } from 'react'

/**
 * Keeps the scroll position when `daysAbove`, the number of days before the first date, grows. Days that the user
 * requested (`isRequested`) are scrolled into view instead.
 */
export function useSteadyScroll(
  scroller: React.RefObject<HTMLElement | null>,
  daysAbove: number,
  isRequested: React.RefObject<boolean>,
): void {
  const previous = useRef({ daysAbove, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current!
    if (previous.current.daysAbove !== daysAbove) {
      const grown = element.scrollHeight - previous.current.height
      element.scrollTop += isRequested.current ? Math.max(grown - element.clientHeight * 0.6, 0) : grown
      isRequested.current = false
    }
    previous.current = { daysAbove, height: element.scrollHeight }
  })
}

/**
 * Calls `onSight` each time the element comes within 200 px of the visible area while `isEnabled`, including an element
 * that is already there when `isEnabled` becomes true.
 * @returns the ref of the element
 */
export function useInSight<Mark extends HTMLElement>(
  scroller: React.RefObject<HTMLElement | null>,
  isEnabled: boolean,
  onSight: () => void,
) {
  const element = useRef<Mark>(null)
  const latest = useRef(onSight)
  useEffect(() => {
    latest.current = onSight
  })
  useEffect(() => {
    if (!isEnabled || !element.current) return
    const observer = new IntersectionObserver(([entry]) => entry!.isIntersecting && latest.current(), {
      root: scroller.current,
      rootMargin: '200px',
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [isEnabled, scroller])
  return element
}
