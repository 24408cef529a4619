import { useEffect, useLayoutEffect, useRef } from 'react'

/** Keeps the scroll position when days are added above; days added on request are scrolled into view. */
export function useSteadyScroll(
  scroller: React.RefObject<HTMLElement | null>,
  before: number,
  asked: React.RefObject<boolean>,
): void {
  const last = useRef({ before, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current!
    if (last.current.before !== before) {
      const grown = element.scrollHeight - last.current.height
      element.scrollTop += asked.current ? Math.max(grown - element.clientHeight * 0.6, 0) : grown
      asked.current = false
    }
    last.current = { before, height: element.scrollHeight }
  })
}

/** Calls `onSight` when an element scrolls into view, once each time it is armed. */
export function useInSight<Mark extends HTMLElement>(
  scroller: React.RefObject<HTMLElement | null>,
  armed: boolean,
  onSight: () => void,
) {
  const element = useRef<Mark>(null)
  const latest = useRef(onSight)
  useEffect(() => {
    latest.current = onSight
  })
  useEffect(() => {
    if (!armed || !element.current) return
    const observer = new IntersectionObserver(([entry]) => entry!.isIntersecting && latest.current(), {
      root: scroller.current,
      rootMargin: '200px',
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [armed, scroller])
  return element
}
