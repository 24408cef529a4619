'use client'

import { useLayoutEffect, useRef } from 'react'

/** Close handlers of the open dialogs, the topmost last. */
const over: (() => void)[] = []

/** Whether our own code removes the history entry: the resulting popstate is not the user's. */
let returning = false
let listening = false

/**
 * Closes the topmost dialog on Back instead of leaving the page: while a dialog is open, the page has one more history
 * entry. A dialog that asks before closing is asked again by the next Back.
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
      // A dialog may be replaced by another in the same update.
      queueMicrotask(settle)
    }
  }, [])
}

/** Adds or removes the history entry, so that it exists exactly while a dialog is open. */
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
