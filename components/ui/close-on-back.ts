'use client'

import { useLayoutEffect, useRef } from 'react'

/** Close handlers of the open dialogs, the topmost last. */
const closeHandlers: (() => void)[] = []

/** Whether our own code removes the history entry: the resulting popstate is not the user's. */
let isReturning = false
let isListening = false

/**
 * Closes the topmost dialog on Back instead of leaving the page: while a dialog is open, the page has one more history
 * entry. If a dialog asks before closing, the next Back makes it ask again.
 */
export function useCloseOnBack(onClose: () => void): void {
  const latest = useRef(onClose)
  useLayoutEffect(() => {
    latest.current = onClose
  })
  useLayoutEffect(() => {
    const close = () => latest.current()
    if (!isListening) addEventListener('popstate', onPop)
    isListening = true
    closeHandlers.push(close)
    updateHistoryEntry()
    return () => {
      closeHandlers.splice(closeHandlers.indexOf(close), 1)
      // A dialog may be replaced by another in the same update.
      queueMicrotask(updateHistoryEntry)
    }
  }, [])
}

/** Adds or removes the history entry, so that it exists exactly while a dialog is open. */
function updateHistoryEntry(): void {
  if (isReturning) return
  const hasEntry = Boolean(history.state?.over)
  if (closeHandlers.length && !hasEntry) history.pushState({ over: true }, '', location.href)
  else if (!closeHandlers.length && hasEntry) {
    isReturning = true
    history.back()
  }
}

function onPop(): void {
  if (!isReturning) closeHandlers.at(-1)?.()
  isReturning = false
  // After the dialog has closed, or has decided to stay open.
  setTimeout(updateHistoryEntry)
}
