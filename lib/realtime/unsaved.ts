/** What is being written that is nowhere else yet, each by a name of its own. */
const written = new Set<object>()

/**
 * Says that something is being written here: the browser asks before the page is left, and we don't load it anew.
 * @returns what ends it.
 */
export function markUnsaved(): () => void {
  const one = {}
  if (!written.size) addEventListener('beforeunload', ask)
  written.add(one)
  return () => {
    written.delete(one)
    if (!written.size) removeEventListener('beforeunload', ask)
  }
}

/** Whether anything would be lost if the page were loaded anew. */
export function hasUnsaved(): boolean {
  return written.size > 0
}

/** What was written is saved, or is not to be: the page may go. */
export function clearUnsaved(): void {
  written.clear()
  removeEventListener('beforeunload', ask)
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
