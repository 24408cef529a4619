/** Markers of unsaved changes. */
const markers = new Set<object>()

/**
 * Marks unsaved changes: the browser asks before the page is left, and we do not reload it.
 * @returns a function that removes the mark
 */
export function markUnsaved(): () => void {
  const marker = {}
  if (!markers.size) addEventListener('beforeunload', ask)
  markers.add(marker)
  return () => {
    markers.delete(marker)
    if (!markers.size) removeEventListener('beforeunload', ask)
  }
}

/** Checks whether a reload would lose unsaved changes. */
export function hasUnsaved(): boolean {
  return markers.size > 0
}

/** Clears all marks, when the changes are saved or discarded. */
export function clearUnsaved(): void {
  markers.clear()
  removeEventListener('beforeunload', ask)
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
