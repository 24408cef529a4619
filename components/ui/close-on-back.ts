'use client'

import { useLayoutEffect, useRef } from 'react'

/** What lies over the page, the topmost last: how each is asked to close. */
const over: (() => void)[] = []

/** Whether we take our entry out of the history ourselves: the Back that comes of it is nobody's. */
let returning = false
let listening = false

/**
 * Lets the Back of a browser or a phone close what lies over the page, the topmost first, instead of leaving the page:
 * the page has one more entry in the history while anything does. What does not close, because it asks first, is asked
 * again by the next Back.
 */
export function useCloseOnBack(onClose: () => void): void {
  const latest = useRef(onClose)
  useLayoutEffect(() => {
    latest.current = onClose
  })
  useLayoutEffect(() => {
    const close = () => latest.current()
    if (!listening) addEventListener('popstate', onPop)
    listening = true
    over.push(close)
    settle()
    return () => {
      over.splice(over.indexOf(close), 1)
      // One may make place for the next.
      queueMicrotask(settle)
    }
  }, [])
}

/** Brings the history to what is there: one entry if anything lies over the page, none if nothing. */
function settle(): void {
  if (returning) return
  const marked = Boolean(history.state?.over)
  if (over.length && !marked) history.pushState({ over: true }, '', location.href)
  else if (!over.length && marked) {
    returning = true
    history.back()
  }
}

function onPop(): void {
  if (!returning) over.at(-1)?.()
  returning = false
  // Once it has closed, or not.
  setTimeout(settle)
}
