/**
 * Changes of calendar visibility that the server has not confirmed. They are applied to each range that is fetched
 * meanwhile, since the server may have read it before the change.
 */
const pendingChanges = new Map<string, { hidden: boolean }>()

/**
 * Registers changes of visibility, by calendar id, as pending.
 * @returns a function that ends them, and returns the changes that no later one has replaced
 */
export function beginVisibilityChange(hidden: ReadonlyMap<string, boolean>): () => Map<string, boolean> {
  const ownChanges = [...hidden].map(([calendar, isHidden]) => [calendar, { hidden: isHidden }] as const)
  for (const [calendar, change] of ownChanges) pendingChanges.set(calendar, change)
  return () => {
    const current = ownChanges.filter(([calendar, change]) => pendingChanges.get(calendar) === change)
    for (const [calendar] of current) pendingChanges.delete(calendar)
    return new Map(current.map(([calendar, { hidden }]) => [calendar, hidden]))
  }
}

/** Returns the pending changes: whether each calendar becomes hidden. */
export function pendingVisibility(): Map<string, boolean> {
  return new Map([...pendingChanges].map(([calendar, { hidden }]) => [calendar, hidden]))
}
