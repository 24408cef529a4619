/** Markers of unsaved changes. */
const written = new Set<object>()

/**
 * Marks unsaved changes: the browser asks before the page is left, and we do not reload it.
 * @returns a function that removes the mark
 */
export function markUnsaved(): () => void {
  const marker = {}
  if (!written.size) addEventListener('beforeunload', ask)
  written.add(marker)
  return () => {
    written.delete(marker)
    if (!written.size) removeEventListener('beforeunload', ask)
  }
}

/** Checks whether a reload would lose unsaved changes. */
export function hasUnsaved(): boolean {
  return written.size > 0
}

/** Clears all marks, when the changes are saved or discarded. */
export function clearUnsaved(): void {
  written.clear()
  removeEventListener('beforeunload', ask)
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
