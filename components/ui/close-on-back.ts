'use client'

import { useLayoutEffect, useRef } from 'react'

/** Close handlers of the open dialogs, the topmost last. */
const closeHandlers: (() => void)[] = []

/** Whether this module is removing the history entry, so that the next popstate was not caused by the user. */
let isRemovingEntry = false
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
      // The history entry is removed a little later, so that it stays if another dialog replaces this one in the same
      // update.
      queueMicrotask(updateHistoryEntry)
    }
  }, [])
}

/** Adds or removes the history entry, so that it exists exactly while a dialog is open. */
function updateHistoryEntry(): void {
  if (isRemovingEntry) return
  const hasEntry = Boolean(history.state?.isDialogEntry)
  // Without a URL, since Next would render its router again for one.
  if (closeHandlers.length && !hasEntry) history.pushState({ isDialogEntry: true }, '')
  else if (!closeHandlers.length && hasEntry) {
    isRemovingEntry = true
    history.back()
  }
}

function onPop(): void {
  if (!isRemovingEntry) closeHandlers.at(-1)?.()
  isRemovingEntry = false
  // Runs after the dialog has closed, or has decided to stay open.
  setTimeout(updateHistoryEntry)
}
