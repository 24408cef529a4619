/**
 * Which calendars are wanted hidden or shown, while the server has yet to say that it knows. What it answers meanwhile may
 * be of before: there a wish counts more.
 */
const wishes = new Map<string, { hidden: boolean }>()

/**
 * Wants calendars hidden or shown.
 * @returns what ends it, once the server has answered, and says which of these wishes no later one has taken the place of.
 */
export function wish(wanted: ReadonlyMap<string, boolean>): () => Map<string, boolean> {
  const own = [...wanted].map(([calendar, hidden]) => [calendar, { hidden }] as const)
  for (const [calendar, wish] of own) wishes.set(calendar, wish)
  return () => {
    const last = own.filter(([calendar, wish]) => wishes.get(calendar) === wish)
    for (const [calendar] of last) wishes.delete(calendar)
    return new Map(last.map(([calendar, { hidden }]) => [calendar, hidden]))
  }
}

/** What is wished for now. */
export function wished(): Map<string, boolean> {
  return new Map([...wishes].map(([calendar, { hidden }]) => [calendar, hidden]))
}
